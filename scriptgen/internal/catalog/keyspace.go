package catalog

// This file shows the keys of a whole set: which patterns there are, and who uses them.

import (
	"fmt"
	"slices"
	"strings"

	"github.com/scriptbind/scriptbind/scriptgen/internal/contract"
)

// space is one pattern and its users.
type space struct {
	pattern string
	types   []string
	slot    string
	makers  []string // Go constructors
	readers []string // scripts, as links
	writers []string
	users   []string // scripts of which nobody knows what they do with the key
}

// spaces returns the key patterns of a set in the order in which the scripts name them.
func (p *page) spaces(set *contract.Set) []*space {
	var all []*space
	byPattern := map[string]*space{}
	for _, s := range set.Scripts {
		for _, k := range slices.Concat(s.Keys, s.Touches) {
			text := patternText(k)
			sp := byPattern[text]
			if sp == nil {
				sp = &space{pattern: text, slot: slot(k)}
				byPattern[text] = sp
				all = append(all, sp)
			}
			add(&sp.types, k.Type)
			if k.Func != nil {
				add(&sp.makers, code(k.Func.Name))
			}
			p.addUser(sp, s, k)
		}
	}
	return all
}

func (p *page) addUser(sp *space, s *contract.Script, k *contract.Key) {
	access := p.opts.Access[k]
	link := fmt.Sprintf("[%s](#%s)", s.Name, strings.ToLower(s.Name))
	if access.Reads || s.ReadOnly {
		add(&sp.readers, link)
	}
	if access.Writes {
		add(&sp.writers, link)
	}
	if !access.Reads && !access.Writes && !s.ReadOnly {
		add(&sp.users, link)
	}
}

// add appends a name that is not there yet and not empty.
func add(names *[]string, name string) {
	if name != "" && !slices.Contains(*names, name) {
		*names = append(*names, name)
	}
}

func (p *page) keySpace(set *contract.Set) {
	p.printf("\n## Key space\n\n")
	spaces := p.spaces(set)
	if len(spaces) == 0 {
		p.printf("No script names a key.\n")
		return
	}
	titles := []string{"pattern", "type", "slot", "in Go", "read by", "written by"}
	if slices.ContainsFunc(spaces, func(sp *space) bool { return len(sp.users) > 0 }) {
		titles = append(titles, "used by")
	}
	p.table(titles...)
	for _, sp := range spaces {
		cells := []string{code(sp.pattern)}
		for _, names := range [][]string{sp.types, {code(sp.slot)}, sp.makers, sp.readers, sp.writers, sp.users} {
			cells = append(cells, strings.Join(names, ", "))
		}
		p.row(cells[:len(titles)]...)
	}
}
