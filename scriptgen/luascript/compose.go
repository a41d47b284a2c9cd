package luascript

// This file decodes what is made of parts: lists, maps, records, optional values, enumerations,
// JSON and MessagePack.

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// List decodes an array, or a set, of what d decodes.
func List[T any](d Decoder[T]) Decoder[[]T] {
	return func(v any) ([]T, error) {
		items, ok := flat(v)
		if !ok {
			return nil, misfit("array", v)
		}
		list := make([]T, len(items))
		for i, item := range items {
			var err error
			if list[i], err = d(item); err != nil {
				return nil, at(fmt.Sprintf("[%d]", i), err)
			}
		}
		return list, nil
	}
}

// Map decodes a map, or an array in which keys and values take turns. A key that occurs twice does
// not fit.
func Map[K comparable, V any](key Decoder[K], value Decoder[V]) Decoder[map[K]V] {
	return func(v any) (map[K]V, error) {
		items, ok := flat(v)
		if !ok || len(items)%2 != 0 {
			return nil, misfit("map", v)
		}
		m := make(map[K]V, len(items)/2)
		for i := 0; i < len(items); i += 2 {
			k, err := key(items[i])
			if err != nil {
				return nil, at("key", err)
			}
			if _, twice := m[k]; twice {
				return nil, misfit("map with each key once", items[i])
			}
			if m[k], err = value(items[i+1]); err != nil {
				return nil, at(fmt.Sprintf("[%v]", k), err)
			}
		}
		return m, nil
	}
}

// Nullable decodes nil to a nil pointer and everything else with d.
func Nullable[T any](d Decoder[T]) Decoder[*T] {
	return func(v any) (*T, error) {
		if v == nil {
			return nil, nil
		}
		value, err := d(v)
		if err != nil {
			return nil, err
		}
		return &value, nil
	}
}

// Enum decodes a string that is one of the allowed values.
func Enum[T ~string](allowed ...T) Decoder[T] {
	return func(v any) (T, error) {
		if s, ok := level(v).(string); ok && slices.Contains(allowed, T(s)) {
			return T(s), nil
		}
		names := make([]string, len(allowed))
		for i, a := range allowed {
			names[i] = string(a)
		}
		return "", misfit("one of "+strings.Join(names, ", "), v)
	}
}

// JSON decodes a string of JSON to a T.
func JSON[T any](v any) (T, error) { return document[T](v, "JSON", json.Unmarshal) }

// MsgPack decodes a string of MessagePack to a T.
func MsgPack[T any](v any) (T, error) { return document[T](v, "MessagePack", unmarshalMsgPack) }

func document[T any](v any, format string, unmarshal func([]byte, any) error) (T, error) {
	var value T
	text, ok := level(v).(string)
	if !ok {
		return value, misfit(format, v)
	}
	if err := unmarshal([]byte(text), &value); err != nil {
		var zero T
		return zero, &ReplyError{Want: format, Got: describe(v), cause: err}
	}
	return value, nil
}

// Any returns the reply with the kinds that only RESP3 has in their RESP2 form: 1 and 0 for a
// boolean, text for a double or a big number, and for a map an array of keys and values, ordered by
// key. What is left is nil, string, int64, []any, and an error inside an array.
func Any(v any) (any, error) {
	switch v := level(v).(type) {
	case []any, map[any]any:
		items, _ := flat(v)
		return List(Any)(items)
	default:
		return v, nil
	}
}

// Fields returns the parts of a record of n fields, which a script returns as an array.
func Fields(v any, n int) ([]any, error) {
	items, ok := v.([]any)
	if !ok || len(items) != n {
		return nil, misfit(fmt.Sprintf("array of %d", n), v)
	}
	return items, nil
}

// Field decodes a field of a record, and names it in the error.
func Field[T any](name string, v any, d Decoder[T]) (T, error) {
	value, err := d(v)
	if err != nil {
		return value, at(name, err)
	}
	return value, nil
}

// flat returns the elements of an array or of a set, or a map's keys and values in turn. A map is
// ordered by key, so that the same reply always gives the same list.
func flat(v any) ([]any, bool) {
	switch v := v.(type) {
	case []any:
		return v, true
	case map[any]any:
		keys := make([]any, 0, len(v))
		for k := range v {
			keys = append(keys, k)
		}
		slices.SortFunc(keys, func(a, b any) int { return cmp.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
		items := make([]any, 0, 2*len(v))
		for _, k := range keys {
			items = append(items, k, v[k])
		}
		return items, true
	}
	return nil, false
}

// at puts a part's name in front of the error's path.
func at(part string, err error) error {
	e, ok := errors.AsType[*ReplyError](err)
	if !ok {
		return err
	}
	inner := *e
	switch {
	case inner.Path == "":
		inner.Path = part
	case strings.HasPrefix(inner.Path, "["):
		inner.Path = part + inner.Path
	default:
		inner.Path = part + "." + inner.Path
	}
	return &inner
}
