package header

// This file reads the entries of examples: the commands before and after the call, the call, and what
// it gives.

import (
	"regexp"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/source"
)

func (r *reader) example(n *yaml.Node) Example {
	r.noteCutText(n)
	x := Example{Span: r.spanOf(n)}
	var returns Text
	for _, e := range r.mapping(n, "an example", "call:, returns: and the like") {
		what := "an example's " + e.name.Value
		switch e.name.Value {
		case "doc":
			x.Doc = r.text(e.value, what)
		case "given":
			x.Given = r.steps(e.value, what)
		case "call":
			x.Call = r.value(e.value)
			if x.Call.Kind != Map {
				if !isNull(e.value) {
					r.errorf(x.Call.Span, "write {parameter: value, …}", "%s is %s, not a mapping", what, shape(e.value))
				}
				x.Call = Value{}
			}
		case "returns":
			v := r.value(e.value)
			x.Returns, returns = &v, e.name
		case "fails":
			x.Fails = r.text(e.value, what)
			if x.Fails.Value == "" {
				r.errorf(e.name.Span, "write the error code", "an example's fails: is empty")
			}
		case "then":
			x.Then = r.steps(e.value, what)
		default:
			r.unknown(e.name, "part of an example", exampleNames)
		}
	}
	if x.Returns != nil && x.Fails.Value != "" {
		r.errorf(returns.Span, "keep one of the two", "an example says both returns: and fails:")
	}
	for _, s := range x.Given {
		if s.Reply != nil {
			r.errorf(s.Reply.Span, "move the line to then:, which holds replies against what is expected", "a line under given: has a reply")
		}
	}
	return x
}

// likeData matches a comment that looks like a part of the text before it: PUBLISH news #go. People write a
// space behind the # of a comment.
var likeData = regexp.MustCompile(`^#($|[^#\s])`)

// noteCutText points out such comments. Nobody misses what they take away: the example may hold without it.
func (r *reader) noteCutText(n *yaml.Node) {
	for _, c := range n.Content {
		r.noteCutText(c)
	}
	if n.Kind != yaml.ScalarNode || n.Style != 0 {
		return
	}
	if comment := r.commentBehind(r.spanOf(n)); comment.IsValid() && likeData.MatchString(comment.Text()) {
		r.add(diag.Diagnostic{Check: r.check, Severity: diag.Advice, Span: comment, Message: "this is a comment to YAML, and no part of the text before it",
			Hint: "put the whole text in quotes or, if a comment is meant, a space behind the #"})
	}
}

// commentBehind returns the comment that follows a value in its line, or an invalid span.
func (r *reader) commentBehind(value source.Span) source.Span {
	rest := firstLine(r.file.Text[value.End:])
	comment := strings.TrimLeft(rest, " \t")
	if len(comment) == len(rest) || !strings.HasPrefix(comment, "#") {
		return source.Span{}
	}
	start := value.End + len(rest) - len(comment)
	return r.file.Span(start, start+len(strings.TrimRight(comment, " \t\r")))
}

// steps reads given or then: commands, and mappings {after: 61s}.
func (r *reader) steps(n *yaml.Node, what string) []Step {
	var steps []Step
	for _, item := range r.sequence(n, what, "commands: [SET a 1]") {
		switch {
		case item.Kind == yaml.MappingNode:
			steps = append(steps, r.after(item))
		case item.Kind != yaml.ScalarNode || isNull(item):
			if item.Kind != yaml.AliasNode {
				r.errorf(r.spanOf(item), "write a command as in redis-cli, or {after: 61s}", "a command is expected here, and this is %s", shape(item))
			}
		default:
			steps = append(steps, r.command(r.text(item, "a command")))
		}
	}
	return steps
}

func (r *reader) after(n *yaml.Node) Step {
	s := Step{Span: r.spanOf(n)}
	for _, e := range r.mapping(n, "a step", "one entry, after:") {
		if e.name.Value != "after" {
			r.errorf(e.name.Span, "write a command as in redis-cli and put it in quotes, or {after: 61s}", "unknown step %q", e.name.Value)
			continue
		}
		t := r.text(e.value, "after")
		d, err := time.ParseDuration(t.Value)
		if err != nil || d <= 0 {
			r.errorf(t.Span, "write a positive duration, such as 61s or 1h30m", "after: %q is not a time that can pass", t.Value)
		}
		s.After = d
	}
	return s
}

// command reads a command line, with its reply behind "=>".
func (r *reader) command(t Text) Step {
	s := Step{Span: t.Span}
	words, replyAt, err := splitCommand(t.Value)
	for _, w := range words {
		s.Command = append(s.Command, Text{Value: w.value, Span: t.At(w.start, w.end)})
	}
	switch {
	case err != nil:
		if r.commentBehind(t.Span).IsValid() {
			err.hint = "put the whole line in quotes: YAML takes the # and what follows for a comment"
		}
		r.errorf(t.At(err.at, len(t.Value)), err.hint, "%s", err.problem)
	case len(words) == 0:
		r.errorf(t.Span, "write a command as in redis-cli: GET key => 5", "a command is empty")
	case replyAt >= 0:
		s.Reply = r.reply(t, replyAt)
	}
	return s
}

// reply reads the YAML behind "=>". It is a document of its own, put where it stands in the file.
func (r *reader) reply(t Text, at int) *Value {
	text := t.Value[at:]
	span := t.At(at, len(t.Value))
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
		problem := lineOfError.ReplaceAllString(err.Error(), "")
		r.errorf(span, `write 5, "text", null, [a, b] or {k: v}`, "the reply is not YAML: %s", problem)
		return nil
	}
	if len(doc.Content) == 0 {
		r.errorf(span, "write null for no value, \"\" for an empty text", "there is no reply behind =>")
		return nil
	}
	move := func(s source.Span) source.Span { return t.At(at+s.Start, at+s.End) }
	inner := &reader{file: source.NewFile("", text), check: r.check, what: "the reply"}
	inner.refuseSharing(doc.Content[0])
	v := inner.value(doc.Content[0])
	relocate(&v, move)
	for _, d := range inner.list.Sorted() {
		d.Span, d.Related = move(d.Span), nil
		r.add(d)
	}
	return &v
}

// relocate moves a value and all it holds.
func relocate(v *Value, move func(source.Span) source.Span) {
	v.Span = move(v.Span)
	for i := range v.Items {
		relocate(&v.Items[i], move)
	}
	for i := range v.Fields {
		v.Fields[i].Name.Span = move(v.Fields[i].Name.Span)
		relocate(&v.Fields[i].Value, move)
	}
}

var number = regexp.MustCompile(`^[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?$`)

// value reads any YAML as the value of an example. What YAML calls a number in other notations (0x10,
// 1_000, .inf) is text here: it would be text for Redis.
func (r *reader) value(n *yaml.Node) Value {
	v := Value{Span: r.spanOf(n)}
	switch n.Kind {
	case yaml.MappingNode:
		v.Kind = Map
		for _, e := range r.mapping(n, "a mapping", "name: value") {
			v.Fields = append(v.Fields, Field{Name: e.name, Value: r.value(e.value)})
		}
	case yaml.SequenceNode:
		v.Kind = List
		for _, item := range n.Content {
			v.Items = append(v.Items, r.value(item))
		}
	case yaml.ScalarNode:
		v.Scalar = restore.Replace(n.Value)
		v.Kind = scalarKind(n, v.Scalar)
	}
	return v
}

func scalarKind(n *yaml.Node, text string) Kind {
	const quoted = yaml.DoubleQuotedStyle | yaml.SingleQuotedStyle | yaml.LiteralStyle | yaml.FoldedStyle
	switch {
	case n.Style&quoted != 0:
		return String
	case isNull(n):
		return Null
	case n.Tag == "!!bool":
		return Boolean
	case number.MatchString(text):
		return Number
	default:
		return String
	}
}
