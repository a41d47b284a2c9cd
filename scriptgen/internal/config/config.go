// Package config reads scriptgen.yaml: the settings of one script set or of several.
//
//	scripts: scripts            # one set …
//	out: gen
//	package: gen
//	server: redis:7.0
//	initialisms: [MMR]
//	ignore:
//	  unreachable: a debugging aid stays in
//
//	sets:                       # … or several, each with settings of its own; server, initialisms
//	  - scripts: game/scripts   # and ignore above count for all of them
//	    out: game/gen
//	  - scripts: chat/scripts
//	    out: chat/gen
package config

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/header"
	"github.com/scriptbind/scriptbind/scriptgen/internal/source"
	"github.com/scriptbind/scriptbind/scriptgen/internal/spell"
)

// Check is the name under which mistakes in the file are reported.
const Check = "config"

// Set is the settings of one script set. What the file does not say has its default and an invalid
// span.
type Set struct {
	Scripts     header.Text // the folder of the scripts, relative to the file's folder
	Out         header.Text // the folder of the generated package, likewise
	Package     header.Text // its name
	Server      header.Text // the lowest server to support: "redis:7.0"
	Initialisms []header.Text
	Ignore      []header.Ignore
}

// Default returns the settings without a file.
func Default() Set {
	return Set{
		Scripts: header.Text{Value: "scripts"},
		Out:     header.Text{Value: "gen"},
		Package: header.Text{Value: "gen"},
		Server:  header.Text{Value: "redis:7.0"},
	}
}

// The fields, in the order in which people are told of them.
var (
	setFields  = []string{"scripts", "out", "package", "server", "initialisms", "ignore"}
	fileFields = append([]string{"sets"}, setFields...)
)

// Parse returns the script sets of a file, at least one. Mistakes are added to l.
func Parse(f *source.File, l *diag.List) []Set {
	p := parser{l}
	root := header.ParseYAML(f, Check, "the configuration", l)
	if !p.isMapping(root, "the configuration") {
		return []Set{Default()}
	}
	base := p.set(root, fileFields, Default())
	sets := field(root, "sets")
	if sets == nil {
		return []Set{base}
	}
	for _, name := range []string{"scripts", "out", "package"} {
		if f := field(root, name); f != nil {
			p.errorf(f.Name.Span, "say it in each set", "%s beside sets belongs to no set", name)
		}
	}
	if sets.Value.Kind != header.List || len(sets.Value.Items) == 0 {
		p.errorf(sets.Name.Span, "write a list: - scripts: game/scripts", "sets is not a list of script sets")
		return []Set{base}
	}
	var all []Set
	var places []source.Span
	for _, item := range sets.Value.Items {
		if p.isMapping(item, "a set") {
			all = append(all, p.set(item, setFields, base))
			places = append(places, item.Span)
		}
	}
	if len(all) == 0 {
		return []Set{base}
	}
	p.refuseSharedOut(all, places)
	return all
}

type parser struct{ list *diag.List }

func (p parser) errorf(span source.Span, hint, format string, args ...any) {
	p.list.Add(diag.Diagnostic{Check: Check, Span: span, Message: fmt.Sprintf(format, args...), Hint: hint})
}

// isMapping reports a value that is no mapping. Invalid values have been reported already, and an
// empty file says nothing, which is fine.
func (p parser) isMapping(v header.Value, what string) bool {
	if v.Kind != header.Map && v.Kind != header.Invalid && v.Kind != header.Null {
		p.errorf(v.Span, "write name: value", "%s is not a mapping", what)
	}
	return v.Kind == header.Map
}

// set reads the settings of a mapping over the ones that hold without it.
func (p parser) set(v header.Value, known []string, s Set) Set {
	for _, f := range v.Fields {
		switch f.Name.Value {
		case "scripts":
			s.Scripts = p.text(f)
		case "out":
			s.Out = p.text(f)
		case "package":
			s.Package = p.text(f)
		case "server":
			s.Server = p.text(f)
		case "initialisms":
			s.Initialisms = slices.Concat(s.Initialisms, p.initialisms(f))
		case "ignore":
			s.Ignore = slices.Concat(s.Ignore, p.ignore(f))
		}
		if !slices.Contains(known, f.Name.Value) {
			hint := spell.Hint(f.Name.Value, known, "the fields are "+strings.Join(known, ", "))
			p.errorf(f.Name.Span, hint, "unknown field %q", f.Name.Value)
		}
	}
	return s
}

func (p parser) text(f header.Field) header.Text {
	v := f.Value
	switch {
	case v.Kind == header.Null, v.Kind == header.String && v.Scalar == "":
		p.errorf(spanOf(f), "remove it, or give it a value", "%s is empty", f.Name.Value)
	case v.Kind != header.String:
		p.errorf(spanOf(f), "write one name or path", "%s is %s, not text", f.Name.Value, v)
	}
	return header.Text{Value: v.Scalar, Span: spanOf(f)}
}

func (p parser) initialisms(f header.Field) []header.Text {
	if f.Value.Kind != header.List {
		p.errorf(spanOf(f), "write initialisms: [MMR, NPC]", "initialisms is not a list")
		return nil
	}
	var words []header.Text
	for _, v := range f.Value.Items {
		letters := strings.IndexFunc(v.Scalar, func(r rune) bool { return (r < 'A' || r > 'Z') && (r < '0' || r > '9') }) < 0
		if v.Kind != header.String || !letters || len(v.Scalar) < 2 {
			p.errorf(v.Span, "write it as it is to appear in Go names: MMR", "%s is not an initialism: two or more capital letters and digits", v)
			continue
		}
		words = append(words, header.Text{Value: v.Scalar, Span: v.Span})
	}
	return words
}

func (p parser) ignore(f header.Field) []header.Ignore {
	if f.Value.Kind != header.Map {
		p.errorf(spanOf(f), "write ignore: {unreachable: why}", "ignore is not a mapping of checks to reasons")
		return nil
	}
	var all []header.Ignore
	for _, entry := range f.Value.Fields {
		if reason := entry.Value; reason.Kind != header.String || reason.Scalar == "" {
			p.errorf(spanOf(entry), "say why in a few words", "%s is ignored without a reason", entry.Name.Value)
			continue
		}
		all = append(all, header.Ignore{Check: entry.Name, Reason: p.text(entry)})
	}
	return all
}

// refuseSharedOut reports sets that would write over each other: at the folder or, where it is the
// default one, at the set.
func (p parser) refuseSharedOut(sets []Set, places []source.Span) {
	first := map[string]Set{}
	for i, s := range sets {
		dir := path.Clean(s.Out.Value)
		if other, taken := first[dir]; taken {
			place := s.Out.Span
			if !place.IsValid() {
				place = places[i]
			}
			p.errorf(place, "give each set an out folder of its own", "the sets of %s and %s both write to %s", other.Scripts.Value, s.Scripts.Value, dir)
			continue
		}
		first[dir] = s
	}
}

// field returns the entry of a mapping with a name, or nil.
func field(v header.Value, name string) *header.Field {
	i := slices.IndexFunc(v.Fields, func(f header.Field) bool { return f.Name.Value == name })
	if i < 0 {
		return nil
	}
	return &v.Fields[i]
}

// spanOf returns where a field's value stands, or its name where the value is empty.
func spanOf(f header.Field) source.Span {
	if f.Value.Kind == header.Null && f.Value.Span.Text() == "" {
		return f.Name.Span
	}
	return f.Value.Span
}
