package example

// This file compares what an example says with what came.

import (
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/scriptbind/scriptbind/scriptgen/internal/contract"
	"github.com/scriptbind/scriptbind/scriptgen/internal/header"
)

// equal reports whether a reply is what an example says. The reply of a command carries no types, and
// its shape depends on the protocol, so the comparison is by meaning: 5 and "5" are equal, true is 1, and
// a mapping equals the flat list of its names and values. With unordered, lists are compared as bags.
func equal(want, got header.Value, unordered bool) bool {
	switch {
	case want.Kind == header.Map && got.Kind == header.List:
		flat := pairs(got)
		return flat != nil && equal(want, *flat, unordered)
	case want.Kind == header.List && got.Kind == header.Map:
		flat := pairs(want)
		return flat != nil && equal(*flat, got, unordered)
	case want.Kind == header.Map && got.Kind == header.Map:
		return len(want.Fields) == len(got.Fields) && !slices.ContainsFunc(want.Fields, func(f header.Field) bool {
			return !equal(f.Value, param(got, f.Name.Value), unordered)
		})
	case want.Kind == header.List && got.Kind == header.List:
		if unordered {
			return sameBag(want.Items, got.Items)
		}
		return slices.EqualFunc(want.Items, got.Items, func(a, b header.Value) bool { return equal(a, b, false) })
	case isScalar(want) && isScalar(got):
		return sameScalar(want, got)
	}
	return want.Kind == got.Kind
}

// equalTyped is equal for the result of a script, whose type says how a value may be written: a
// duration as 60 or 1m, a time as a number or in RFC 3339. Floats are equal when they are to the 14
// digits that the server's tostring writes, where miniredis' writes all.
func equalTyped(t *contract.Type, want, got header.Value) bool {
	if isScalar(want) && isScalar(got) {
		switch t.Kind {
		case contract.Seconds, contract.Milliseconds, contract.Unix, contract.UnixMilli:
			return canonical(t, want) == got.Scalar
		case contract.Float:
			a, err1 := parseFloat(want.Scalar)
			b, err2 := parseFloat(got.Scalar)
			return err1 == nil && err2 == nil && fourteenDigits(a) == fourteenDigits(b)
		}
		return sameScalar(want, got)
	}
	switch t.Kind {
	case contract.List:
		return want.Kind == header.List && slices.EqualFunc(want.Items, got.Items, func(a, b header.Value) bool { return equalTyped(t.Elem, a, b) })
	case contract.Map:
		return want.Kind == header.Map && len(want.Fields) == len(got.Fields) && !slices.ContainsFunc(want.Fields, func(f header.Field) bool {
			return !equalTyped(t.Elem, f.Value, param(got, f.Name.Value))
		})
	case contract.Record:
		return want.Kind == header.Map && !slices.ContainsFunc(t.Fields, func(f *contract.Field) bool {
			return !equalTyped(f.Type, orNull(param(want, f.Name)), param(got, f.Name))
		})
	}
	return equal(want, got, false)
}

// orNull returns null for a field of a record that an example leaves out.
func orNull(v header.Value) header.Value {
	if v.Kind == header.Invalid {
		return null
	}
	return v
}

// canonical returns a duration or a time as the number that goes over the wire.
func canonical(t *contract.Type, v header.Value) string {
	switch t.Kind {
	case contract.Seconds:
		if d, err := durationIn(time.Second)(v.Scalar); err == nil {
			return numeral(int64(d / time.Second)).Scalar
		}
	case contract.Milliseconds:
		if d, err := durationIn(time.Millisecond)(v.Scalar); err == nil {
			return numeral(d.Milliseconds()).Scalar
		}
	case contract.Unix:
		if at, err := timeIn(time.Second)(v.Scalar); err == nil {
			return numeral(at.Unix()).Scalar
		}
	case contract.UnixMilli:
		if at, err := timeIn(time.Millisecond)(v.Scalar); err == nil {
			return numeral(at.UnixMilli()).Scalar
		}
	}
	return v.Scalar
}

func isScalar(v header.Value) bool {
	return v.Kind == header.String || v.Kind == header.Number || v.Kind == header.Boolean
}

func sameScalar(want, got header.Value) bool {
	if want.Scalar == got.Scalar {
		return true
	}
	if want.Kind == header.Boolean || got.Kind == header.Boolean {
		return truth(want) != "" && truth(want) == truth(got)
	}
	if want.Kind == header.String && got.Kind == header.String {
		return false
	}
	return sameNumber(want.Scalar, got.Scalar)
}

// sameNumber compares numbers. Whole ones are compared to the last digit, also where a float64 has
// fewer.
func sameNumber(a, b string) bool {
	i, wholeA := new(big.Int).SetString(a, 10)
	j, wholeB := new(big.Int).SetString(b, 10)
	if wholeA && wholeB {
		return i.Cmp(j) == 0
	}
	x, err1 := parseFloat(a)
	y, err2 := parseFloat(b)
	return err1 == nil && err2 == nil && x == y
}

func fourteenDigits(f float64) string { return strconv.FormatFloat(f, 'g', 14, 64) }

// truth returns "1" or "0" for the ways to write yes and no, and "" for anything else.
func truth(v header.Value) string {
	switch strings.ToLower(v.Scalar) {
	case "true", "1":
		return "1"
	case "false", "0":
		return "0"
	}
	return ""
}

// pairs reads a flat list as a mapping; nil where it cannot be one.
func pairs(list header.Value) *header.Value {
	m := header.Value{Kind: header.Map}
	for i := 0; i < len(list.Items); i += 2 {
		if i+1 == len(list.Items) || !isScalar(list.Items[i]) {
			return nil
		}
		m.Fields = append(m.Fields, header.Field{Name: header.Text{Value: list.Items[i].Scalar}, Value: list.Items[i+1]})
	}
	return &m
}

// sameBag reports whether two lists hold the same values, however ordered.
func sameBag(want, got []header.Value) bool {
	rest := slices.Clone(got)
	for _, w := range want {
		i := slices.IndexFunc(rest, func(g header.Value) bool { return equal(w, g, true) })
		if i < 0 {
			return false
		}
		rest = slices.Delete(rest, i, i+1)
	}
	return len(rest) == 0
}

// unordered reports whether a command replies a list in no particular order.
func unordered(command string) bool {
	switch strings.ToUpper(command) {
	case "SMEMBERS", "SINTER", "SUNION", "SDIFF", "HKEYS", "HVALS", "KEYS":
		return true
	}
	return false
}
