package main

// This file reads the metadata of each release as it is published.

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// release is the commands of one release of a server.
type release struct {
	name     string // "Redis 7.0.15"
	product  string // "redis", "valkey"
	version  uint32 // 0x07000f
	newest   bool   // documentation: only commands no other release has are taken from it
	commands map[string]rawCommand
}

// rawCommand is one command as src/commands/*.json has it; the documentation's form is read into it.
type rawCommand struct {
	Container       string          `json:"container"`
	Group           string          `json:"group"`
	Since           string          `json:"since"`
	DeprecatedSince string          `json:"deprecated_since"`
	Arity           int             `json:"arity"`
	Flags           []string        `json:"command_flags"`
	Keys            []rawKeySpec    `json:"key_specs"`
	Arguments       []rawArgument   `json:"arguments"`
	ReplySchema     json.RawMessage `json:"reply_schema"`
}

type rawKeySpec struct {
	Flags  []string `json:"flags"`
	Search struct {
		Index   *struct{ Pos int }
		Keyword *struct {
			Keyword   string
			StartFrom int
		}
	} `json:"begin_search"`
	Find struct {
		Range  *struct{ LastKey, Step, Limit int }
		KeyNum *struct{ KeyNumIdx, FirstKey, Step int }
	} `json:"find_keys"`
}

type rawArgument struct {
	Name      string        `json:"name"`
	Type      string        `json:"type"`
	Token     string        `json:"token"`
	Since     string        `json:"since"`
	Multiple  looseBool     `json:"multiple"`
	Optional  looseBool     `json:"optional"`
	Arguments []rawArgument `json:"arguments"`
}

// looseBool is a boolean that some files put in quotes.
type looseBool bool

func (b *looseBool) UnmarshalJSON(text []byte) error {
	*b = looseBool(strings.Trim(string(text), `"`) == "true")
	return nil
}

// readReleases reads every release below a folder, each product's oldest first.
func readReleases(folder string) ([]release, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var releases []release
	for _, e := range entries {
		r, err := readRelease(filepath.Join(folder, e.Name()))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", e.Name(), err)
		}
		releases = append(releases, r)
	}
	if len(releases) == 0 {
		return nil, fmt.Errorf("%s holds no folder such as redis-7.0.15", folder)
	}
	sort.Slice(releases, func(i, j int) bool {
		a, b := releases[i], releases[j]
		if a.product != b.product {
			return a.product < b.product
		}
		return a.version < b.version
	})
	return releases, nil
}

func readRelease(folder string) (release, error) {
	base := filepath.Base(folder)
	dash := strings.LastIndex(base, "-")
	if dash < 0 {
		return release{}, fmt.Errorf("want a folder such as redis-7.0.15")
	}
	version, err := parseVersion(base[dash+1:])
	if err != nil {
		return release{}, err
	}
	r := release{version: version, commands: map[string]rawCommand{}}
	switch base[:dash] {
	case "redis":
		r.product, r.name = "redis", "Redis "+base[dash+1:]
	case "valkey":
		r.product, r.name = "valkey", "Valkey "+base[dash+1:]
	case "redis-docs":
		r.product, r.name, r.newest = "redis", "Redis documentation "+base[dash+1:], true
		return r, readDocumentation(filepath.Join(folder, "data", "commands_core.json"), r.commands)
	default:
		return release{}, fmt.Errorf("unknown product")
	}
	files, err := filepath.Glob(filepath.Join(folder, "src", "commands", "*.json"))
	if err != nil {
		return release{}, err
	}
	if len(files) == 0 {
		return release{}, fmt.Errorf("no src/commands/*.json")
	}
	for _, file := range files {
		if err := readFile(file, r.commands); err != nil {
			return release{}, err
		}
	}
	return r, nil
}

func readFile(name string, commands map[string]rawCommand) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	var found map[string]rawCommand
	if err := json.Unmarshal(text, &found); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	for name, c := range found {
		if c.Group == "sentinel" || slices.Contains(c.Flags, "ONLY_SENTINEL") {
			continue // commands of Sentinel, which runs no scripts
		}
		if c.Container != "" {
			name = c.Container + " " + name
		}
		commands[name] = c
	}
	return nil
}

// docCommand is a command as the documentation has it: flags of a key specification are fields, and
// what is searched has its kind in a field.
type docCommand struct {
	rawCommand
	Keys []docKeySpec `json:"key_specs"`
}

type docKeySpec struct {
	Search docFind `json:"begin_search"`
	Find   docFind `json:"find_keys"`
	flags  map[string]any
}

type docFind struct {
	Type string
	Spec struct {
		Index, LastKey, KeyStep, Limit int
		KeyNumIdx, FirstKey            int
		Keyword                        string
		StartFrom                      int
	}
}

func (d *docKeySpec) UnmarshalJSON(text []byte) error {
	type plain docKeySpec
	if err := json.Unmarshal(text, (*plain)(d)); err != nil {
		return err
	}
	return json.Unmarshal(text, &d.flags)
}

func readDocumentation(name string, commands map[string]rawCommand) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	var found map[string]docCommand
	if err := json.Unmarshal(text, &found); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	for name, d := range found {
		if strings.Contains(name, ".") || d.Since == "" {
			continue // commands of modules
		}
		c := d.rawCommand
		c.Keys = nil
		for _, k := range d.Keys {
			c.Keys = append(c.Keys, k.raw())
		}
		for i, flag := range c.Flags {
			c.Flags[i] = strings.ToUpper(flag)
		}
		commands[name] = c
	}
	return nil
}

func (d docKeySpec) raw() rawKeySpec {
	var k rawKeySpec
	for flag, set := range d.flags {
		if set == true {
			k.Flags = append(k.Flags, strings.ToUpper(flag))
		}
	}
	sort.Strings(k.Flags)
	s := d.Search.Spec
	switch d.Search.Type {
	case "index":
		k.Search.Index = &struct{ Pos int }{s.Index}
	case "keyword":
		k.Search.Keyword = &struct {
			Keyword   string
			StartFrom int
		}{s.Keyword, s.StartFrom}
	}
	f := d.Find.Spec
	switch d.Find.Type {
	case "range":
		k.Find.Range = &struct{ LastKey, Step, Limit int }{f.LastKey, f.KeyStep, f.Limit}
	case "keynum":
		k.Find.KeyNum = &struct{ KeyNumIdx, FirstKey, Step int }{f.KeyNumIdx, f.FirstKey, f.KeyStep}
	}
	return k
}

// parseVersion reads "7.0.15" as 0x07000f.
func parseVersion(text string) (uint32, error) {
	var v uint32
	parts := strings.Split(text, ".")
	for i := range 3 {
		v <<= 8
		if i < len(parts) {
			n, err := strconv.ParseUint(parts[i], 10, 8)
			if err != nil {
				return 0, fmt.Errorf("bad version %q", text)
			}
			v |= uint32(n)
		}
	}
	return v, nil
}
