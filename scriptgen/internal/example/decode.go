package example

// This file turns replies into the values of a header, so that what came can be compared with what an
// example says, and printed the way the example writes it.

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/scriptbind/scriptbind/scriptgen/internal/contract"
	"github.com/scriptbind/scriptbind/scriptgen/internal/header"
	"github.com/scriptbind/scriptbind/scriptgen/luascript"
)

// decode reads the reply of a script as generated code does, and returns it in the header's terms.
func decode(reply luascript.Reply, t *contract.Type) (header.Value, error) {
	switch {
	case t.Kind == contract.None:
		return null, luascript.None(reply)
	case t.Optional:
		v, ok, err := luascript.Optional(reply, decoder(plain(t)))
		if !ok {
			return null, err
		}
		return v, err
	}
	return luascript.Value(reply, decoder(t))
}

var null = header.Value{Kind: header.Null}

func plain(t *contract.Type) *contract.Type {
	p := *t
	p.Optional = false
	return &p
}

type valueDecoder = luascript.Decoder[header.Value]

// decoder returns the decoder that generated code uses for a type, made to give a header's value.
func decoder(t *contract.Type) valueDecoder {
	if t.Optional {
		return then(luascript.Nullable(decoder(plain(t))), func(v *header.Value) header.Value {
			if v == nil {
				return null
			}
			return *v
		})
	}
	switch t.Kind {
	case contract.Bytes:
		return then(luascript.Bytes, func(b []byte) header.Value { return text(string(b)) })
	case contract.Int:
		return then(luascript.Int, numeral)
	case contract.Int64:
		return then(luascript.Int64, numeral)
	case contract.Uint64:
		return then(luascript.Uint64, numeral)
	case contract.Float:
		return then(luascript.Float, floatValue)
	case contract.Bool:
		return then(luascript.Bool, boolean)
	case contract.Seconds:
		return then(luascript.Seconds, func(d time.Duration) header.Value { return numeral(int64(d / time.Second)) })
	case contract.Milliseconds:
		return then(luascript.Milliseconds, func(d time.Duration) header.Value { return numeral(d.Milliseconds()) })
	case contract.Unix:
		return then(luascript.Unix, func(t time.Time) header.Value { return numeral(t.Unix()) })
	case contract.UnixMilli:
		return then(luascript.UnixMilli, func(t time.Time) header.Value { return numeral(t.UnixMilli()) })
	case contract.Enum:
		return then(luascript.Enum(wireValues(t)...), text)
	case contract.JSON:
		return then(luascript.JSON[any], replyValue)
	case contract.MsgPack:
		return then(luascript.MsgPack[any], replyValue)
	case contract.Any:
		return then(luascript.Any, replyValue)
	case contract.List:
		return then(luascript.List(decoder(t.Elem)), func(items []header.Value) header.Value {
			return header.Value{Kind: header.List, Items: items}
		})
	case contract.Map:
		key := func(v any) (string, error) {
			k, err := decoder(t.Key)(v)
			return k.Scalar, err
		}
		return then(luascript.Map(key, decoder(t.Elem)), mapping)
	case contract.Record:
		return record(t)
	}
	return then(luascript.String, text)
}

// then converts what a decoder gives.
func then[T any](d luascript.Decoder[T], convert func(T) header.Value) valueDecoder {
	return func(v any) (header.Value, error) {
		x, err := d(v)
		if err != nil {
			return header.Value{}, err
		}
		return convert(x), nil
	}
}

func record(t *contract.Type) valueDecoder {
	return func(v any) (header.Value, error) {
		parts, err := luascript.Fields(v, len(t.Fields))
		if err != nil {
			return header.Value{}, err
		}
		result := header.Value{Kind: header.Map}
		for i, f := range t.Fields {
			field, err := luascript.Field(f.Name, parts[i], decoder(f.Type))
			if err != nil {
				return header.Value{}, err
			}
			result.Fields = append(result.Fields, header.Field{Name: header.Text{Value: f.Name}, Value: field})
		}
		return result, nil
	}
}

func text(s string) header.Value { return header.Value{Kind: header.String, Scalar: s} }

func numeral[T int | int64 | uint64](n T) header.Value {
	return header.Value{Kind: header.Number, Scalar: fmt.Sprint(n)}
}

func floatValue(f float64) header.Value {
	return header.Value{Kind: header.Number, Scalar: strconv.FormatFloat(f, 'g', -1, 64)}
}

func boolean(b bool) header.Value {
	return header.Value{Kind: header.Boolean, Scalar: strconv.FormatBool(b)}
}

// mapping returns a map as a value, sorted by name.
func mapping(fields map[string]header.Value) header.Value {
	v := header.Value{Kind: header.Map}
	for name, value := range fields {
		v.Fields = append(v.Fields, header.Field{Name: header.Text{Value: name}, Value: value})
	}
	slices.SortFunc(v.Fields, func(a, b header.Field) int { return strings.Compare(a.Name.Value, b.Name.Value) })
	return v
}

// replyValue returns what go-redis, encoding/json or MessagePack gives for a value of any kind.
func replyValue(v any) header.Value {
	switch v := v.(type) {
	case nil:
		return null
	case string:
		return text(v)
	case []byte:
		return text(string(v))
	case bool:
		return boolean(v)
	case float64:
		return floatValue(v)
	case json.Number:
		return header.Value{Kind: header.Number, Scalar: v.String()}
	case []any:
		list := header.Value{Kind: header.List, Items: make([]header.Value, len(v))}
		for i, item := range v {
			list.Items[i] = replyValue(item)
		}
		return list
	case map[string]any:
		fields := make(map[string]header.Value, len(v))
		for name, value := range v {
			fields[name] = replyValue(value)
		}
		return mapping(fields)
	case map[any]any:
		fields := make(map[string]header.Value, len(v))
		for name, value := range v {
			fields[fmt.Sprint(name)] = replyValue(value)
		}
		return mapping(fields)
	case error: // an error inside of a reply
		return text(v.Error())
	}
	return header.Value{Kind: header.Number, Scalar: fmt.Sprint(v)}
}
