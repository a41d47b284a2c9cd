package main

// This file merges what the releases say of each command, and prints the result.

import (
	"bytes"
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"sort"
	"strings"
)

// command is an entry of the table: a command as the releases from redis and from valkey on have it.
type command struct {
	name          string
	redis, valkey uint32 // first release with these facts; 0 where the product never has them
	group         string
	args          string
	deprecated    uint32
	facts         facts
	firstOption   int
	dataLast      bool
	groups        int
	options       []option
	reply         []replyCase
	schema        []byte // as published
}

// facts are what may differ from release to release.
type facts struct {
	arity int
	flags []string
	keys  []keySpec
}

type keySpec struct {
	access                                         []string
	types                                          []string
	keyword, find                                  string
	begin, last, step, limit, countIndex, firstKey int
}

type option struct {
	token         string
	values        int
	redis, valkey uint32 // first release that has it; 0 where the product does not
	dated         bool   // some metadata says so, and it is not only that a release describes it in other words
}

type replyCase struct{ when, resp2, resp3 string }

// flagNames maps the flags of interest to their names in package redisenv.
var flagNames = map[string]string{
	"WRITE": "Write", "READONLY": "ReadOnly", "DENYOOM": "DenyOOM", "NOSCRIPT": "NoScript", "BLOCKING": "Blocking",
	"MAY_REPLICATE": "MayReplicate", "ADMIN": "Admin", "PUBSUB": "PubSub", "FAST": "Fast", "STALE": "Stale",
}

// accessNames maps the flags of a key specification.
var accessNames = map[string][]string{
	"RO": {"Reads"}, "RW": {"Writes"}, "OW": {"Overwrites", "Writes"}, "RM": {"Deletes", "Writes"}, "ACCESS": {"Reads"},
	"UPDATE": {"Updates"}, "INSERT": {"Inserts"}, "DELETE": {"Deletes"}, "NOT_KEY": {"NotKey"}, "INCOMPLETE": {"Incomplete"},
}

// groupTypes is the Redis type that commands of a group work on; other groups work on any.
var groupTypes = map[string]string{
	"string": "TypeString", "bitmap": "TypeString", "hyperloglog": "TypeString", "hash": "TypeHash", "list": "TypeList", "set": "TypeSet",
	"sorted_set": "TypeZSet", "sorted-set": "TypeZSet", "geo": "TypeZSet", "stream": "TypeStream", "module": "TypeOther", "array": "TypeOther",
}

func newFacts(c rawCommand) facts {
	f := facts{arity: c.Arity}
	for _, flag := range c.Flags {
		if name := flagNames[flag]; name != "" && !slices.Contains(f.flags, name) {
			f.flags = append(f.flags, name)
		}
	}
	sort.Strings(f.flags)
	for _, raw := range c.Keys {
		f.keys = append(f.keys, newKeySpec(raw, c.Group))
	}
	return f
}

func newKeySpec(raw rawKeySpec, group string) keySpec {
	k := keySpec{find: "Unfindable"}
	for _, flag := range raw.Flags {
		for _, name := range accessNames[flag] {
			if !slices.Contains(k.access, name) {
				k.access = append(k.access, name)
			}
		}
	}
	sort.Strings(k.access)
	if t := groupTypes[group]; t != "" {
		k.types = []string{t}
	}
	switch {
	case raw.Search.Index != nil:
		k.begin = raw.Search.Index.Pos
	case raw.Search.Keyword != nil:
		k.keyword, k.begin = raw.Search.Keyword.Keyword, raw.Search.Keyword.StartFrom
	default:
		return k
	}
	switch {
	case raw.Find.Range != nil:
		r := raw.Find.Range
		k.find, k.last, k.step, k.limit = "", r.LastKey, max(r.Step, 1), r.Limit
	case raw.Find.KeyNum != nil:
		n := raw.Find.KeyNum
		k.find, k.countIndex, k.firstKey, k.step = "KeyNum", n.KeyNumIdx, n.FirstKey, max(n.Step, 1)
	}
	return k
}

// merge makes the table: by name, and for a name by the releases the entries begin with.
func merge(releases []release) []*command {
	byName := map[string][]*command{}
	for _, r := range releases {
		for name, raw := range r.commands {
			if r.newest && byName[name] != nil {
				continue
			}
			byName[name] = addTo(byName[name], name, raw, r)
		}
	}
	var table []*command
	for _, entries := range byName {
		table = append(table, entries...)
	}
	sort.SliceStable(table, func(i, j int) bool { return table[i].name < table[j].name })
	for _, c := range table {
		if c.reply == nil {
			c.reply = fromSchema(c.schema)
		}
	}
	return table
}

// addTo adds what a release says of a command to the command's entries.
func addTo(entries []*command, name string, raw rawCommand, r release) []*command {
	f := newFacts(raw)
	since := firstVersion(raw.Since, r)
	var last *command // the entry that held until this release
	for _, c := range entries {
		if from := *c.from(r.product); from != 0 && (last == nil || from > *last.from(r.product)) {
			last = c
		}
	}
	options := optionsOf(raw, r)
	if last != nil && !reflect.DeepEqual(last.facts, f) {
		since = r.version &^ 0xff // the first release of this line, as far as is known
	}
	if last == nil || !reflect.DeepEqual(last.facts, f) {
		last = nil
		for _, c := range entries {
			if reflect.DeepEqual(c.facts, f) && *c.from(r.product) == 0 {
				last = c
			}
		}
		if last == nil {
			last = &command{name: name, facts: f}
			entries = append(entries, last)
		}
		*last.from(r.product) = since
	}
	for _, c := range entries {
		c.group = strings.ReplaceAll(raw.Group, "-", "_")
		c.options = mergeOptions(c.options, options)
		c.firstOption, c.dataLast = optionPlace(raw)
		c.groups = groupsOf(raw)
		if raw.Arity == c.facts.arity {
			c.args = cmp.Or(argumentsOf(raw), c.args)
		}
		if len(raw.ReplySchema) > 0 {
			c.schema = raw.ReplySchema
		}
		if v, err := parseVersion(raw.DeprecatedSince); err == nil && raw.DeprecatedSince != "" && r.product == "redis" {
			c.deprecated = v
		}
	}
	return entries
}

func (c *command) from(product string) *uint32 {
	if product == "valkey" {
		return &c.valkey
	}
	return &c.redis
}

// The oldest releases of each product that the table tells apart. Valkey began as Redis 7.2.
const (
	firstRedis  = 0x070000
	firstValkey = 0x070200
)

// firstVersion returns the version since which a product has something, given what its metadata say.
func firstVersion(since string, r release) uint32 {
	v, err := parseVersion(since)
	if err != nil || v > r.version {
		v = r.version &^ 0xff
	}
	if r.product == "valkey" {
		v = max(v, firstValkey)
	}
	return v
}

// optionsOf collects the keywords of a command.
func optionsOf(raw rawCommand, r release) []option {
	var options []option
	var walk func(args []rawArgument, since string)
	walk = func(args []rawArgument, since string) {
		for _, a := range args {
			from := cmp.Or(a.Since, since)
			if a.Token != "" {
				o := option{token: strings.ToUpper(a.Token), values: valuesOf(a)}
				*o.from(r.product) = firstVersion(cmp.Or(from, raw.Since), r)
				o.dated = from != ""
				options = append(options, o)
			}
			walk(a.Arguments, from)
		}
	}
	walk(raw.Arguments, "")
	return options
}

// optionPlace returns where the first keyword of a command may stand, behind the arguments that every
// call begins with, and whether other arguments follow the options.
func optionPlace(c rawCommand) (first int, dataLast bool) {
	first = 1
	if c.Container != "" {
		first++
	}
	leading := true
	for _, a := range c.Arguments {
		plain := a.Token == "" && !bool(a.Optional) && !hasToken(a)
		leading = leading && plain && !bool(a.Multiple)
		switch {
		case leading:
			first++
		case plain:
			dataLast = true
		default:
			dataLast = false
		}
	}
	return first, dataLast
}

// groupsOf returns by how many words a call grows, where it takes words in groups and has no options:
// 2 for HSET. It returns 0 for other commands.
func groupsOf(c rawCommand) int {
	n := len(c.Arguments)
	for i, a := range c.Arguments {
		switch {
		case a.Token != "" || bool(a.Optional) || hasToken(a):
			return 0
		case i < n-1 && (bool(a.Multiple) || len(a.Arguments) > 0):
			return 0
		}
	}
	if n > 0 && bool(c.Arguments[n-1].Multiple) && len(c.Arguments[n-1].Arguments) > 1 {
		return len(c.Arguments[n-1].Arguments)
	}
	return 0
}

// hasToken reports whether an argument consists of others that have keywords.
func hasToken(a rawArgument) bool {
	return slices.ContainsFunc(a.Arguments, func(inner rawArgument) bool { return inner.Token != "" || hasToken(inner) })
}

// valuesOf returns how many words follow a keyword, -1 when that varies.
func valuesOf(a rawArgument) int {
	switch {
	case bool(a.Multiple):
		return -1
	case a.Type == "pure-token":
		return 0
	case a.Type == "block":
		n := 0
		for _, inner := range a.Arguments {
			if inner.Token != "" || bool(inner.Optional || inner.Multiple) || inner.Type == "block" {
				return -1
			}
			n++
		}
		return n
	}
	return 1
}

func (o *option) from(product string) *uint32 {
	if product == "valkey" {
		return &o.valkey
	}
	return &o.redis
}

// earliest returns the earlier of two versions, of which 0 is none.
func earliest(a, b uint32) uint32 {
	if a == 0 || b == 0 {
		return max(a, b)
	}
	return min(a, b)
}

// mergeOptions adds the options of one release to those of the others.
func mergeOptions(all, more []option) []option {
	for _, o := range more {
		i := slices.IndexFunc(all, func(known option) bool { return known.token == o.token })
		if i < 0 {
			all = append(all, o)
			continue
		}
		if all[i].values != o.values {
			all[i].values = -1
		}
		all[i].dated = all[i].dated || o.dated
		all[i].redis = earliest(all[i].redis, o.redis)
		all[i].valkey = earliest(all[i].valkey, o.valkey)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].token < all[j].token })
	return all
}

func (c *command) render(b *bytes.Buffer) {
	fmt.Fprintf(b, "\t{Name: %q, Since: %s, Group: %q, Arity: %d", c.name, since(c.redis, c.valkey), c.group, c.facts.arity)
	if len(c.facts.flags) > 0 {
		fmt.Fprintf(b, ", Flags: %s", strings.Join(c.facts.flags, "|"))
	}
	if c.args != "" {
		fmt.Fprintf(b, ", Args: %q", c.args)
	}
	if c.groups != 0 {
		fmt.Fprintf(b, ", Groups: %d", c.groups)
	}
	if c.deprecated != 0 {
		fmt.Fprintf(b, ", Deprecated: %#x", c.deprecated)
	}
	if len(c.facts.keys) > 0 {
		fmt.Fprint(b, ",\n\t\tKeys: []KeySpec{")
		for _, k := range c.facts.keys {
			k.render(b)
		}
		fmt.Fprint(b, "}")
	}
	if len(c.options) > 0 {
		fmt.Fprintf(b, ",\n\t\tFirstOption: %d", c.firstOption)
		if c.dataLast {
			fmt.Fprint(b, ", DataLast: true")
		}
		fmt.Fprint(b, ", Options: []Option{")
		for _, o := range c.options {
			fmt.Fprintf(b, "{Token: %q", o.token)
			if o.values != 0 {
				fmt.Fprintf(b, ", Values: %d", o.values)
			}
			if !c.asOld(o) {
				fmt.Fprintf(b, ", Since: %s", since(o.redis, o.valkey))
			}
			fmt.Fprint(b, "}, ")
		}
		fmt.Fprint(b, "}")
	}
	if len(c.reply) > 0 {
		fmt.Fprint(b, ",\n\t\tReply: []ReplyCase{")
		for _, r := range c.reply {
			fmt.Fprint(b, "{")
			if r.when != "" {
				fmt.Fprintf(b, "When: %q, ", r.when)
			}
			fmt.Fprintf(b, "RESP2: %q", r.resp2)
			if r.resp3 != "" && r.resp3 != r.resp2 {
				fmt.Fprintf(b, ", RESP3: %q", r.resp3)
			}
			fmt.Fprint(b, "}, ")
		}
		fmt.Fprint(b, "}")
	}
	fmt.Fprint(b, "},\n")
}

// asOld reports whether an option is as old as its command or as the oldest release, on each
// product, as far as is known.
func (c *command) asOld(o option) bool {
	return !o.dated || (o.redis != 0) == (c.redis != 0) && o.redis <= max(c.redis, firstRedis) &&
		(o.valkey != 0) == (c.valkey != 0) && o.valkey <= max(c.valkey, firstValkey)
}

func since(redis, valkey uint32) string {
	var parts []string
	if redis != 0 {
		parts = append(parts, fmt.Sprintf("Redis: %#06x", redis))
	}
	if valkey != 0 {
		parts = append(parts, fmt.Sprintf("Valkey: %#06x", valkey))
	}
	return "Since{" + strings.Join(parts, ", ") + "}"
}

func (k keySpec) render(b *bytes.Buffer) {
	var parts []string
	add := func(name, value string) { parts = append(parts, name+": "+value) }
	number := func(name string, n int) {
		if n != 0 {
			add(name, fmt.Sprint(n))
		}
	}
	if len(k.access) > 0 {
		add("Access", strings.Join(k.access, "|"))
	}
	if len(k.types) > 0 {
		add("Types", strings.Join(k.types, "|"))
	}
	if k.keyword != "" {
		add("Keyword", fmt.Sprintf("%q", k.keyword))
	}
	if k.find != "" {
		add("Find", k.find)
	}
	number("Begin", k.begin)
	number("Last", k.last)
	number("Step", k.step)
	number("Limit", k.limit)
	number("Count", k.countIndex)
	number("First", k.firstKey)
	fmt.Fprintf(b, "{%s}, ", strings.Join(parts, ", "))
}
