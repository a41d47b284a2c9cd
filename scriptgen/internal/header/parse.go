package header

// This file reads the fields of a header. Parse is the entry point: find the comment, parse its YAML,
// then walk the nodes field by field. The walk never stops at an error; what cannot be read is
// reported and left empty.

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/source"
	"github.com/scriptbind/scriptbind/scriptgen/internal/spell"
)

var (
	fieldNames   = []string{"doc", "name", "keys", "args", "returns", "touches", "errors", "readonly", "include", "examples", "ignore"}
	keyFields    = []string{"pattern", "type", "doc"}
	typeFields   = []string{"type", "doc"}
	exampleNames = []string{"doc", "given", "call", "returns", "fails", "then"}
	redisTypes   = []string{"string", "hash", "list", "set", "zset", "stream"}
)

// Parse reads the header of a script and adds every mistake to l, under the check "header". It
// returns nil and adds nothing when the file has no header; otherwise it returns what could be read.
func Parse(f *source.File, l *diag.List) *Header {
	r := &reader{file: f, check: "header", what: "the header", header: &Header{File: f, Fields: map[string]source.Span{}}}
	c := r.findComment()
	if c != nil {
		r.header.Span = f.Span(c.bodyStart, c.bodyEnd)
		r.header.End = c.end
		r.title = f.Span(c.start, c.titleEnd)
		if root := r.document(c.bodyStart, c.bodyEnd); root != nil {
			r.refuseSharing(root)
			r.fields(root)
		}
	}
	found := r.list.Sorted()
	if c == nil && len(found) == 0 {
		return nil
	}
	for _, d := range found {
		l.Add(d)
	}
	r.header.Broken = r.list.HasErrors()
	return r.header
}

// ParseYAML reads a whole file as one YAML value, for other files of settings: with places, without
// duplicate names, anchors and tags. Mistakes are added to l under check, and call the text what ("the
// configuration"). The value is Invalid when the file is not YAML.
func ParseYAML(f *source.File, check, what string, l *diag.List) Value {
	r := &reader{file: f, check: check, what: what}
	var v Value
	if root := r.document(0, len(f.Text)); root != nil {
		r.refuseSharing(root)
		v = r.value(root)
	}
	for _, d := range r.list.Sorted() {
		l.Add(d)
	}
	return v
}

// reader is the state of one Parse.
type reader struct {
	file       *source.File
	check      string // the name of the check that findings are of
	what       string // what messages call the text
	list       diag.List
	header     *Header
	title      source.Span // "--[[ yaml"
	partial    bool        // fields may stand where they are not read
	codeBehind source.Span // what stands behind the closing bracket in its line
	bracket    source.Span // the closing bracket, when it stands in the line of a field
}

func (r *reader) add(d diag.Diagnostic) { r.list.Add(d) }

// errorf reports an error of r.check with a hint.
func (r *reader) errorf(span source.Span, hint, format string, args ...any) {
	r.add(diag.Diagnostic{Check: r.check, Span: span, Message: fmt.Sprintf(format, args...), Hint: hint})
}

func (r *reader) fields(root *yaml.Node) {
	h := r.header
	for _, e := range r.mapping(root, r.what, "fields, such as doc: and returns:") {
		h.Fields[e.name.Value] = e.name.Span
		what := e.name.Value
		switch e.name.Value {
		case "doc":
			h.Doc = r.text(e.value, what)
		case "name":
			h.Name = r.text(e.value, what)
		case "keys":
			h.Keys = r.keys(e.value, what)
		case "args":
			h.Args = r.args(e.value)
		case "returns":
			h.Returns = r.typeExpr(e.value, e.name)
		case "touches":
			h.Touches = r.keys(e.value, what)
		case "errors":
			h.Errors = r.errorCodes(e.value)
		case "readonly":
			h.ReadOnly = r.boolean(e.value, what)
		case "include":
			h.Include = r.includes(e.value)
		case "examples":
			for _, n := range r.sequence(e.value, what, "examples, each with call: and returns:") {
				h.Examples = append(h.Examples, r.example(n))
			}
		case "ignore":
			h.Ignore = r.ignores(e.value)
		default:
			r.unknown(e.name, "field", fieldNames)
			delete(h.Fields, e.name.Value)
		}
	}
	if root.Kind != yaml.MappingNode || r.partial {
		return
	}
	r.required("doc", "doc: is missing", "say in doc: what the script does; it becomes the Go doc comment")
	r.required("returns", "returns: is missing", "write the type of the reply, or returns: none")
	if span, ok := h.Fields["doc"]; ok && strings.TrimSpace(h.Doc.Value) == "" && !r.list.HasErrors() {
		r.errorf(span, "say what the script does; it becomes the Go doc comment", "doc: is empty")
	}
}

// required reports a field that is not there, at the header's first line.
func (r *reader) required(field, message, hint string) {
	if _, ok := r.header.Fields[field]; ok {
		return
	}
	d := diag.Diagnostic{Check: r.check, Span: r.title, Message: message, Hint: hint}
	if r.bracket.IsValid() {
		d.Related = []diag.Related{{Span: r.bracket, Message: "the header ends here; to have these brackets in a text, open the comment with --[=[ and close it with ]=]"}}
	}
	r.add(d)
}

// unknown reports a name that is none of those known.
func (r *reader) unknown(name Text, what string, known []string) {
	hint := spell.Hint(name.Value, known, "known are "+strings.Join(known, ", "))
	r.errorf(name.Span, hint, "unknown %s %q", what, name.Value)
}

// pair is an entry of a mapping.
type pair struct {
	name  Text
	value *yaml.Node
}

// mapping returns the entries of a mapping, each name once. Nothing (keys: with no entries) is an empty one.
func (r *reader) mapping(n *yaml.Node, what, want string) []pair {
	if n.Kind != yaml.MappingNode {
		if !isNull(n) && n.Kind != yaml.AliasNode {
			r.errorf(r.spanOf(n), "write a mapping of "+want, "%s is %s, not a mapping", what, shape(n))
		}
		return nil
	}
	first := map[string]source.Span{}
	var pairs []pair
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if key.Tag == "!!merge" {
			continue // reported by refuseSharing
		}
		span := r.spanOf(key)
		if key.Kind != yaml.ScalarNode {
			if key.Kind != yaml.AliasNode {
				r.errorf(span, "put a text that begins with a bracket in quotes", "a name is expected here, and this is %s", shape(key))
			}
			continue
		}
		name := Text{Value: restore.Replace(key.Value), Span: span}
		if at, twice := first[name.Value]; twice {
			r.add(diag.Diagnostic{Check: r.check, Span: span, Message: fmt.Sprintf("%q is there twice in %s", name.Value, what), Hint: "remove one of the two",
				Related: []diag.Related{{Span: at, Message: "it is first here"}}})
			continue
		}
		first[name.Value] = span
		pairs = append(pairs, pair{name, value})
	}
	return pairs
}

// sequence returns the items of a list. Nothing is an empty one.
func (r *reader) sequence(n *yaml.Node, what, want string) []*yaml.Node {
	if n.Kind == yaml.SequenceNode {
		return n.Content
	}
	if !isNull(n) && n.Kind != yaml.AliasNode {
		r.errorf(r.spanOf(n), "write a list of "+want, "%s is %s, not a list", what, shape(n))
	}
	return nil
}

// text returns a scalar, as text whatever YAML takes it for: 5 and true are texts here.
func (r *reader) text(n *yaml.Node, what string) Text {
	span := r.spanOf(n)
	switch {
	case n.Kind == yaml.AliasNode, isNull(n):
		return Text{Span: span}
	case n.Kind != yaml.ScalarNode:
		r.errorf(span, "write it as text; put a text that begins with a bracket in quotes", "%s is %s, not text", what, shape(n))
		return Text{Span: span}
	}
	return Text{Value: restore.Replace(n.Value), Span: span}
}

func (r *reader) boolean(n *yaml.Node, what string) Bool {
	b := Bool{Span: r.spanOf(n)}
	switch {
	case n.Kind == yaml.ScalarNode && n.Tag == "!!bool":
		b.Value = strings.EqualFold(n.Value, "true")
	case n.Kind != yaml.AliasNode:
		r.errorf(b.Span, "write true or false", "%s is %s, neither true nor false", what, shape(n))
	}
	return b
}

func (r *reader) keys(n *yaml.Node, what string) []Key {
	var keys []Key
	for _, e := range r.mapping(n, what, "name: pattern") {
		k := Key{Name: e.name, Pattern: Text{Span: e.name.Span}}
		what := what + "." + e.name.Value
		if e.value.Kind == yaml.MappingNode {
			for _, f := range r.mapping(e.value, what, "pattern:, type: and doc:") {
				switch f.name.Value {
				case "pattern":
					k.Pattern = r.pattern(f.value, e.name, what+".pattern")
				case "type":
					k.Type = r.text(f.value, what+".type")
					if !slices.Contains(redisTypes, k.Type.Value) {
						r.unknown(k.Type, "Redis type", redisTypes)
					}
				case "doc":
					k.Doc = r.text(f.value, what+".doc")
				default:
					r.unknown(f.name, "part of a key", keyFields)
				}
			}
		} else {
			k.Pattern = r.pattern(e.value, e.name, what)
		}
		keys = append(keys, k)
	}
	return keys
}

// pattern returns a key's pattern. Without one it stands at the name.
func (r *reader) pattern(n *yaml.Node, name Text, what string) Text {
	t := r.text(n, what)
	if t.Value == "" {
		t.Span = name.Span
	}
	return t
}

func (r *reader) args(n *yaml.Node) []Arg {
	var args []Arg
	for _, e := range r.mapping(n, "args", "name: type") {
		a := Arg{Name: e.name}
		if e.value.Kind != yaml.MappingNode {
			a.Type = r.typeExpr(e.value, e.name)
		} else {
			r.longForm(&a, e.value, "args."+e.name.Value)
		}
		args = append(args, a)
	}
	return args
}

// longForm reads {type: T, doc: text}.
func (r *reader) longForm(a *Arg, n *yaml.Node, what string) {
	typed := false
	for _, f := range r.mapping(n, what, "type: and doc:") {
		switch f.name.Value {
		case "type":
			typed = true
			a.Type = r.typeExpr(f.value, f.name)
		case "doc":
			a.Doc = r.text(f.value, what+".doc")
		default:
			r.unknown(f.name, "part of "+what, typeFields)
		}
	}
	if !typed {
		r.errorf(a.Name.Span, "write {type: string, doc: …}, or a list of one mapping for a group of arguments", "%s has no type", what)
	}
}

// typeExpr reads a type. owner is the name it belongs to, where a missing type is reported.
func (r *reader) typeExpr(n *yaml.Node, owner Text) TypeExpr {
	t := TypeExpr{Span: r.spanOf(n)}
	switch {
	case n.Kind == yaml.AliasNode:
	case n.Kind == yaml.ScalarNode && isNull(n):
		r.errorf(owner.Span, "write a type, such as string", "%s has no type", owner.Value)
		return TypeExpr{}
	case n.Kind == yaml.ScalarNode:
		t.Text = r.text(n, owner.Value)
	case n.Kind == yaml.MappingNode:
		t.Fields = r.record(n, owner)
	case len(n.Content) == 1 && n.Content[0].Kind == yaml.MappingNode:
		t.List = true
		t.Fields = r.record(n.Content[0], owner)
	case len(n.Content) == 1 && n.Content[0].Kind == yaml.ScalarNode && !isNull(n.Content[0]):
		elem := restore.Replace(n.Content[0].Value)
		r.errorf(t.Span, fmt.Sprintf("write []%s", elem), "a list type is written []T")
		t.Text = Text{Value: "[]" + elem, Span: t.Span}
	default:
		r.errorf(t.Span, "write []T for a list, [{field: type, …}] for a list of records, {field: type, …} for a fixed number of values", "a type in brackets is a list of exactly one mapping")
		return TypeExpr{}
	}
	return t
}

// record reads the fields of a record type. It never returns nil, so that a record without fields is
// still a record.
func (r *reader) record(n *yaml.Node, owner Text) []Arg {
	fields := []Arg{}
	for _, e := range r.mapping(n, owner.Value, "field: type") {
		f := Arg{Name: e.name}
		if isLongForm(e.value) {
			r.longForm(&f, e.value, owner.Value+"."+e.name.Value)
		} else {
			f.Type = r.typeExpr(e.value, e.name)
		}
		fields = append(fields, f)
	}
	return fields
}

// isLongForm reports whether a field's value is {type: T} or {type: T, doc: text}, and not a record.
func isLongForm(n *yaml.Node) bool {
	if n.Kind != yaml.MappingNode {
		return false
	}
	typed := false
	for i := 0; i < len(n.Content); i += 2 {
		typed = typed || n.Content[i].Value == "type"
		if !slices.Contains(typeFields, n.Content[i].Value) {
			return false
		}
	}
	return typed
}

func (r *reader) errorCodes(n *yaml.Node) []ErrorCode {
	var codes []ErrorCode
	for _, e := range r.mapping(n, "errors", "CODE: what it means") {
		code := ErrorCode{Code: e.name, Doc: r.text(e.value, "errors."+e.name.Value)}
		if strings.TrimSpace(code.Doc.Value) == "" {
			r.errorf(e.name.Span, "say when the script returns it", "the error %s has no text", e.name.Value)
		}
		codes = append(codes, code)
	}
	return codes
}

func (r *reader) ignores(n *yaml.Node) []Ignore {
	var ignores []Ignore
	for _, e := range r.mapping(n, "ignore", "check: reason") {
		ig := Ignore{Check: e.name, Reason: r.text(e.value, "ignore."+e.name.Value)}
		if strings.TrimSpace(ig.Reason.Value) == "" {
			r.errorf(e.name.Span, "say why the check is wrong here", "ignore.%s has no reason", e.name.Value)
		}
		ignores = append(ignores, ig)
	}
	return ignores
}

// includes reads the paths of files to include. They stay below the script's folder, and out of the
// folder itself, where every .lua file is a script of the set.
func (r *reader) includes(n *yaml.Node) []Text {
	var paths []Text
	first := map[string]source.Span{}
	for _, item := range r.sequence(n, "include", "paths: [lib/links.lua]") {
		p := r.text(item, "a path under include")
		clean := path.Clean(p.Value)
		const hint = "write a path such as lib/links.lua, relative to the script"
		switch {
		case item.Kind != yaml.ScalarNode:
			continue
		case p.Value == "":
			r.errorf(p.Span, hint, "a path under include is empty")
		case strings.Contains(p.Value, `\`):
			r.errorf(p.Span, "separate folders with /", "the path %q contains a backslash", p.Value)
		case path.IsAbs(clean), clean == "..", strings.HasPrefix(clean, "../"):
			r.errorf(p.Span, hint, "the path %q leads out of the script's folder", p.Value)
		case path.Ext(clean) != ".lua":
			r.errorf(p.Span, hint, "the path %q is not that of a .lua file", p.Value)
		case !strings.Contains(clean, "/"):
			r.errorf(p.Span, "move it to a subfolder, such as lib/"+clean, "%q lies among the scripts, where every .lua file is a script", p.Value)
		case first[clean].IsValid():
			r.add(diag.Diagnostic{Check: r.check, Span: p.Span, Message: fmt.Sprintf("%q is included twice", clean), Hint: "remove one of the two",
				Related: []diag.Related{{Span: first[clean], Message: "it is first here"}}})
		default:
			first[clean] = p.Span
			paths = append(paths, Text{Value: clean, Span: p.Span})
		}
	}
	if len(paths) > 0 && r.codeBehind.IsValid() {
		r.errorf(r.codeBehind, "begin the code on a line of its own", "code stands behind the header's closing bracket, where included text has no place")
	}
	return paths
}

// isNull reports whether the node says nothing: null, ~ or an empty value.
func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!null" }

var shapes = map[yaml.Kind]string{
	yaml.MappingNode:  "a mapping",
	yaml.SequenceNode: "a list",
	yaml.AliasNode:    "an alias",
}

// shape names what a node is, for messages.
func shape(n *yaml.Node) string {
	if s, ok := shapes[n.Kind]; ok {
		return s
	}
	if isNull(n) {
		return "empty"
	}
	value := []rune(restore.Replace(n.Value))
	if len(value) > 30 {
		value = append(value[:30], '…')
	}
	return fmt.Sprintf("%q", string(value))
}
