package contract

// This file reads the text of a type, such as map[string]int or enum(a,b)?.

import (
	"fmt"
	"go/token"
	"regexp"
	"slices"
	"strings"

	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/header"
	"github.com/scriptbind/scriptbind/scriptgen/internal/spell"
)

// kinds are the types that are a single word.
var kinds = map[string]Kind{
	"none": None, "string": String, "bytes": Bytes, "int": Int, "int64": Int64, "uint64": Uint64,
	"float": Float, "bool": Bool, "seconds": Seconds, "milliseconds": Milliseconds, "unix": Unix,
	"unixmilli": UnixMilli, "json": JSON, "msgpack": MsgPack, "any": Any,
}

// typeNames are the words of kinds and the types that take something in brackets, as people are shown them.
var typeNames = []string{
	"string", "bytes", "int", "int64", "uint64", "float", "bool", "seconds", "milliseconds", "unix",
	"unixmilli", "enum", "json", "msgpack", "any", "none", "map",
}

// elsewhere has the words other languages use.
var elsewhere = map[string]string{
	"integer": "int", "number": "int or float", "int32": "int", "uint": "uint64", "double": "float",
	"float64": "float", "boolean": "bool", "str": "string", "text": "string", "blob": "bytes", "[]byte": "bytes",
	"duration": "seconds or milliseconds", "time": "unix or unixmilli", "timestamp": "unix or unixmilli",
	"void": "none", "nil": "none", "null": "none", "object": "json", "array": "[]T", "list": "[]T",
	"table": "map[K]V, or a mapping of fields",
}

// ParseType reads a type such as "[]int?". Mistakes are added to l under the check "type"; the type
// is then nil.
func ParseType(t header.Text, l *diag.List) *Type {
	p := &typeParser{text: t, list: l}
	typ := p.parse()
	if typ != nil && p.at < len(t.Value) {
		switch rest := t.Value[p.at:]; {
		case strings.HasPrefix(rest, "?"):
			p.errorf(p.at, len(t.Value), "write one ?", "the type %s has more than one ?", t.Value)
		default:
			p.errorf(p.at, len(t.Value), "remove it", "%q follows the type %s", rest, typ.Text)
		}
		return nil
	}
	return typ
}

type typeParser struct {
	text header.Text
	at   int
	list *diag.List
}

func (p *typeParser) errorf(from, to int, hint, format string, args ...any) {
	p.list.Add(diag.Diagnostic{Check: "type", Span: p.text.At(from, to), Message: fmt.Sprintf(format, args...), Hint: hint})
}

func (p *typeParser) has(prefix string) bool {
	if !strings.HasPrefix(p.text.Value[p.at:], prefix) {
		return false
	}
	p.at += len(prefix)
	return true
}

// typeWord matches what may be meant as the name of a type.
var typeWord = regexp.MustCompile(`^[A-Za-z_][\w.]*`)

// parse reads one type and leaves p.at behind it.
func (p *typeParser) parse() *Type {
	start := p.at
	t := &Type{}
	switch {
	case p.has("[]"):
		if strings.HasPrefix(p.text.Value[p.at:], "byte") && !strings.HasPrefix(p.text.Value[p.at:], "bytes") {
			p.errorf(start, len(p.text.Value), "write bytes", "unknown type []byte")
			return nil
		}
		t.Kind = List
		if t.Elem = p.parse(); t.Elem == nil {
			return nil
		}
	case p.has("map["):
		t.Kind = Map
		if t.Key = p.parse(); t.Key == nil {
			return nil
		}
		if !p.has("]") {
			p.errorf(start, len(p.text.Value), "write map[K]V, such as map[string]int", "the key's type of this map is not closed")
			return nil
		}
		if t.Elem = p.parse(); t.Elem == nil {
			return nil
		}
	default:
		if !p.word(t) {
			return nil
		}
		t.Optional = p.has("?")
	}
	t.Text = p.text.Value[start:p.at]
	t.Span = p.text.At(start, p.at)
	return t
}

// word reads a type that begins with a name: int, enum(a,b), json(pkg.Type).
func (p *typeParser) word(t *Type) bool {
	start := p.at
	word := typeWord.FindString(p.text.Value[p.at:])
	p.at += len(word)
	if word == "" {
		p.errorf(start, len(p.text.Value), "write a type, such as string", "a type is expected here")
		return false
	}
	inside, brackets := "", p.has("(")
	from := p.at
	if brackets {
		n := strings.IndexByte(p.text.Value[p.at:], ')')
		if n < 0 {
			p.errorf(start, len(p.text.Value), "close it with )", "the bracket of %s is not closed", word)
			return false
		}
		inside = p.text.Value[p.at : p.at+n]
		p.at += n + 1
	}
	kind, known := kinds[word]
	switch {
	case word == "enum":
		t.Kind = Enum
		return p.enum(t, start, from, inside)
	case !known:
		p.unknown(word, start)
		return false
	case brackets && kind != JSON && kind != MsgPack:
		p.errorf(start, p.at, "write "+word, "the type %s takes nothing in brackets", word)
		return false
	case brackets:
		t.Kind = kind
		return p.named(t, from, inside)
	}
	t.Kind = kind
	return true
}

func (p *typeParser) unknown(word string, start int) {
	near := spell.Nearest(word, typeNames)
	var hint string
	switch meant, ok := elsewhere[strings.ToLower(word)]; {
	case ok:
		hint = "write " + meant
	case near == "map":
		hint = "write map[K]V, such as map[string]int"
	case near == "enum":
		hint = "write enum(a,b,c)"
	case near != "":
		hint = "did you mean " + near + "?"
	case strings.Contains(word, "."):
		hint = fmt.Sprintf("for a Go type of your own write json(%s) or msgpack(%s)", word, word)
	default:
		hint = "the types are string, bytes, int, int64, uint64, float, bool, seconds, milliseconds, unix, unixmilli, enum(a,b), json, msgpack, []T, map[K]V, and for replies any and none"
	}
	p.errorf(start, start+len(word), hint, "unknown type %q", word)
}

// enum reads the values between the brackets.
func (p *typeParser) enum(t *Type, start, from int, inside string) bool {
	if strings.TrimSpace(inside) == "" {
		p.errorf(start, p.at, "write enum(a,b,c)", "an enum has values")
		return false
	}
	at := from
	for _, value := range strings.Split(inside, ",") {
		wire := strings.TrimSpace(value)
		begin := at + strings.Index(value, wire)
		end := begin + len(wire)
		at += len(value) + 1
		switch {
		case wire == "":
			p.errorf(start, p.at, "remove the comma", "a value of this enum is empty")
			return false
		case len(words(wire)) == 0:
			p.errorf(begin, end, "use a value with a letter or a digit", "no Go name can be made from the value %q", wire)
			return false
		case slices.ContainsFunc(t.Values, func(v EnumValue) bool { return v.Wire == wire }):
			p.errorf(begin, end, "remove one of the two", "the value %q is there twice", wire)
			return false
		}
		t.Values = append(t.Values, EnumValue{Wire: wire})
	}
	return true
}

var importPath = regexp.MustCompile(`^[A-Za-z0-9][\w.~-]*(/[\w.~-]+)*$`)

// named reads the Go type of json(…) and msgpack(…): everything before the last dot is its package.
func (p *typeParser) named(t *Type, from int, inside string) bool {
	dot := strings.LastIndexByte(inside, '.')
	if dot < 0 {
		p.errorf(from, from+len(inside), "write the import path too: json(github.com/acme/game.Profile)", "%q is not a Go type with its package", inside)
		return false
	}
	t.Import, t.GoType = inside[:dot], inside[dot+1:]
	switch {
	case !token.IsIdentifier(t.GoType) || !token.IsExported(t.GoType):
		p.errorf(from+dot+1, from+len(inside), "name an exported type", "%q is not an exported Go type", t.GoType)
		return false
	case !importPath.MatchString(t.Import):
		p.errorf(from, from+dot, "write the import path: json(github.com/acme/game.Profile)", "%q is not an import path", t.Import)
		return false
	}
	return true
}
