package emit

// This file names the packages of the caller's own types, as in json(github.com/acme/game.Profile).
// What a package is called cannot be told from its path without reading it, so each such import says
// its name: right whatever the package calls itself. And it groups imports as goimports does.

import (
	"regexp"
	"strings"

	"github.com/scriptbind/scriptbind/scriptgen/internal/contract"
)

// importAliases returns the name of each imported package of a set's types, by path. Packages of the
// standard library are left out: they are called by their own names.
func importAliases(set *contract.Set) map[string]string {
	taken := takenNames(set)
	aliases := map[string]string{}
	for _, s := range set.Scripts {
		for _, t := range typesOf(s) {
			if isStandard(t.Import) || aliases[t.Import] != "" {
				continue
			}
			name := packageName(t.Import)
			for taken[name] {
				name += "pkg"
			}
			taken[name] = true
			aliases[t.Import] = name
		}
	}
	return aliases
}

// takenNames are the names that no import of the generated files may have: those of the packages it
// always imports, of its own declarations, and of the parameters of its functions.
func takenNames(set *contract.Set) map[string]bool {
	names := map[string]bool{"context": true, "errors": true, "luascript": true, "strconv": true, "time": true}
	for _, s := range set.Scripts {
		for _, name := range s.PackageNames() {
			names[name] = true
		}
		for _, p := range s.Params {
			names[p.Local] = true
		}
	}
	return names
}

// isStandard reports whether a path is one of the standard library: its first element is no host.
func isStandard(path string) bool {
	host, _, _ := strings.Cut(path, "/")
	return !strings.Contains(host, ".")
}

// packageName is what a package of that path is most likely called: "game" for
// github.com/acme/go-game/v2.
func packageName(path string) string {
	elems := strings.Split(path, "/")
	name := elems[len(elems)-1]
	if len(elems) > 1 && majorVersion.MatchString(name) {
		name = elems[len(elems)-2]
	}
	name = strings.TrimPrefix(name, "go-")
	name, _, _ = strings.Cut(name, ".")
	name = notInName.ReplaceAllString(strings.ToLower(name), "")
	if name == "" || name[0] <= '9' {
		name = "pkg" + name
	}
	return name
}

var (
	majorVersion = regexp.MustCompile(`^v[0-9]+$`)
	notInName    = regexp.MustCompile(`[^a-z0-9]`)
)

// typesOf returns every type in a script's parameters and result, inner ones included.
func typesOf(s *contract.Script) []*contract.Type {
	var found []*contract.Type
	for _, p := range s.Params {
		found = append(found, within(p.Type)...)
	}
	return append(found, within(s.Returns)...)
}

// within returns a type and the types it is made of, outer ones first.
func within(t *contract.Type) []*contract.Type {
	if t == nil {
		return nil
	}
	found := []*contract.Type{t}
	found = append(found, within(t.Key)...)
	found = append(found, within(t.Elem)...)
	for _, f := range t.Fields {
		found = append(found, within(f.Type)...)
	}
	return found
}

// groupImports puts the imports of the standard library first and a blank line behind them. Jennifer
// writes them all in the order of their paths.
func groupImports(src []byte) []byte {
	const open, end = "\nimport (\n", "\n)\n"
	before, rest, found := strings.Cut(string(src), open)
	if !found {
		return src
	}
	block, after, _ := strings.Cut(rest, end)
	var standard, others []string
	for line := range strings.SplitSeq(block, "\n") {
		_, path, _ := strings.Cut(line, `"`)
		if isStandard(strings.TrimSuffix(path, `"`)) {
			standard = append(standard, line)
		} else {
			others = append(others, line)
		}
	}
	if len(standard) > 0 && len(others) > 0 {
		standard = append(standard, "")
	}
	return []byte(before + open + strings.Join(append(standard, others...), "\n") + end + after)
}
