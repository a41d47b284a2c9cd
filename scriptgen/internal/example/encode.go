package example

// This file makes the call of an example, parameter by parameter, the way generated code does.

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/scriptbind/scriptbind/scriptgen/internal/contract"
	"github.com/scriptbind/scriptbind/scriptgen/internal/header"
	"github.com/scriptbind/scriptbind/scriptgen/luascript"
)

// encode returns the call of a script with the parameters of an example, and the keys it names.
func encode(script *luascript.Script, s *contract.Script, params header.Value) (call *luascript.Call, keys []string, err error) {
	for _, k := range s.Keys {
		made, err := makeKeys(k, params)
		if err != nil {
			return nil, nil, err
		}
		keys = append(keys, made...)
	}
	e := encoder{script.NewCall(len(keys), len(s.Args))}
	for _, key := range keys {
		e.call.Key(key, nil)
	}
	for _, a := range s.Args {
		if err := e.add(a.Type, param(params, a.Param.Name), a.Name); err != nil {
			return nil, nil, err
		}
	}
	return e.call, keys, nil
}

// param returns the value that an example gives a parameter; invalid where it gives none.
func param(params header.Value, name string) header.Value {
	i := slices.IndexFunc(params.Fields, func(f header.Field) bool { return f.Name.Value == name })
	if i < 0 {
		return header.Value{}
	}
	return params.Fields[i].Value
}

// makeKeys returns the keys that a KEYS entry stands for: one, or one for each element of its
// variadic placeholder.
func makeKeys(k *contract.Key, params header.Value) ([]string, error) {
	placeholders := k.Pattern.Placeholders()
	values := make([]string, len(placeholders))
	variadic := -1
	for i, part := range placeholders {
		values[i] = param(params, part.Name).Scalar
		if part.Variadic {
			variadic = i
		}
	}
	if variadic < 0 {
		key, err := k.Pattern.Key(values...)
		return []string{key}, err
	}
	var keys []string
	for _, element := range param(params, placeholders[variadic].Name).Items {
		values[variadic] = element.Scalar
		key, err := k.Pattern.Key(values...)
		if err != nil {
			return nil, err
		}
		keys = append(keys, key)
	}
	return keys, nil
}

type encoder struct{ call *luascript.Call }

// add adds a value of a type to the call's arguments. The header's values were held against their
// types before; an error here names the parameter all the same.
func (e encoder) add(t *contract.Type, v header.Value, name string) error {
	if t.Optional {
		if v.Kind == header.Null || v.Kind == header.Invalid {
			e.call.Nil()
			return nil
		}
		plain := *t
		plain.Optional = false
		return e.add(&plain, v, name)
	}
	switch t.Kind {
	case contract.List:
		for _, item := range v.Items {
			if err := e.add(t.Elem, item, name); err != nil {
				return err
			}
		}
		return nil
	case contract.Map:
		for _, f := range v.Fields {
			if err := e.add(t.Key, header.Value{Kind: header.String, Scalar: f.Name.Value}, name); err != nil {
				return err
			}
			if err := e.add(t.Elem, f.Value, name); err != nil {
				return err
			}
		}
		return nil
	case contract.Record:
		for _, f := range t.Fields {
			if err := e.add(f.Type, param(v, f.Name), name+"."+f.Name); err != nil {
				return err
			}
		}
		return nil
	}
	if err := e.scalar(t, v, name); err != nil {
		return fmt.Errorf("%s: %s is not of type %s: %w", name, v, t.Text, err)
	}
	return nil
}

func (e encoder) scalar(t *contract.Type, v header.Value, name string) error {
	switch t.Kind {
	case contract.Bytes:
		e.call.Bytes([]byte(v.Scalar))
	case contract.Int:
		return number(v, strconv.Atoi, e.call.Int)
	case contract.Int64:
		return number(v, parseInt64, e.call.Int64)
	case contract.Uint64:
		return number(v, parseUint64, e.call.Uint64)
	case contract.Float:
		return number(v, parseFloat, func(f float64) { e.call.Float(name, f) })
	case contract.Bool:
		return number(v, strconv.ParseBool, e.call.Bool)
	case contract.Seconds:
		return number(v, durationIn(time.Second), func(d time.Duration) { e.call.Seconds(name, d) })
	case contract.Milliseconds:
		return number(v, durationIn(time.Millisecond), func(d time.Duration) { e.call.Milliseconds(name, d) })
	case contract.Unix:
		return number(v, timeIn(time.Second), e.call.Unix)
	case contract.UnixMilli:
		return number(v, timeIn(time.Millisecond), e.call.UnixMilli)
	case contract.Enum:
		e.call.Enum(name, v.Scalar, wireValues(t)...)
	case contract.JSON:
		e.call.JSON(name, anyOf(v))
	case contract.MsgPack:
		e.call.MsgPack(name, anyOf(v))
	default:
		e.call.String(v.Scalar)
	}
	return nil
}

// number parses a scalar and passes it on.
func number[T any](v header.Value, parse func(string) (T, error), use func(T)) error {
	x, err := parse(v.Scalar)
	if err == nil {
		use(x)
	}
	return err
}

func parseInt64(s string) (int64, error)   { return strconv.ParseInt(s, 10, 64) }
func parseUint64(s string) (uint64, error) { return strconv.ParseUint(s, 10, 64) }
func parseFloat(s string) (float64, error) { return strconv.ParseFloat(s, 64) }

// durationIn parses a number of a unit, or a duration as Go writes it.
func durationIn(unit time.Duration) func(string) (time.Duration, error) {
	return func(s string) (time.Duration, error) {
		if n, err := strconv.ParseInt(s, 10, 64); err == nil {
			return time.Duration(n) * unit, nil
		}
		return time.ParseDuration(s)
	}
}

// timeIn parses a number of a unit since 1970, or a time in RFC 3339.
func timeIn(unit time.Duration) func(string) (time.Time, error) {
	return func(s string) (time.Time, error) {
		n, err := strconv.ParseInt(s, 10, 64)
		switch {
		case err != nil:
			return time.Parse(time.RFC3339, s)
		case unit == time.Second:
			return time.Unix(n, 0), nil
		default:
			return time.UnixMilli(n), nil
		}
	}
}

func wireValues(t *contract.Type) []string {
	values := make([]string, len(t.Values))
	for i, v := range t.Values {
		values[i] = v.Wire
	}
	return values
}

// anyOf returns a value as a Go value: integers as int64, other numbers as float64.
func anyOf(v header.Value) any {
	switch v.Kind {
	case header.Boolean:
		return v.Scalar == "true"
	case header.Number:
		if n, err := parseInt64(v.Scalar); err == nil {
			return n
		}
		f, _ := parseFloat(v.Scalar)
		return f
	case header.String:
		return v.Scalar
	case header.List:
		items := make([]any, len(v.Items))
		for i, item := range v.Items {
			items[i] = anyOf(item)
		}
		return items
	case header.Map:
		fields := make(map[string]any, len(v.Fields))
		for _, f := range v.Fields {
			fields[f.Name.Value] = anyOf(f.Value)
		}
		return fields
	}
	return nil
}
