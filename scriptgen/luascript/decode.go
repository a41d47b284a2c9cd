// This file decodes the simple replies.
//
// The server has more kinds of replies under RESP3 than under RESP2. What a script returns as a
// boolean, a double, a big number, a verbatim string, a set or a map arrives under RESP2 as a
// number, a string or a flat array. Each decoder takes both forms of what it decodes and makes the
// same Go value of them; anything else is a *ReplyError.

package luascript

import (
	"fmt"
	"math"
	"math/big"
	"strconv"
	"time"
)

// Decoder makes a Go value of a reply as go-redis read it. Its error is a [*ReplyError].
type Decoder[T any] func(reply any) (T, error)

// String decodes a string.
func String(v any) (string, error) {
	switch v := v.(type) {
	case string:
		return v, nil
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64), nil
	case *big.Int:
		return v.String(), nil
	}
	return "", misfit("string", v)
}

// Bytes decodes a string as bytes.
func Bytes(v any) ([]byte, error) {
	s, err := String(v)
	if err != nil {
		return nil, misfit("bytes", v)
	}
	return []byte(s), nil
}

// Int decodes a whole number.
func Int(v any) (int, error) {
	n, ok := toInt64(v)
	if !ok || int64(int(n)) != n {
		return 0, misfit("int", v)
	}
	return int(n), nil
}

// Int64 decodes a whole number.
func Int64(v any) (int64, error) {
	n, ok := toInt64(v)
	if !ok {
		return 0, misfit("int64", v)
	}
	return n, nil
}

// toInt64 takes an integer, a string of decimal digits, and a double without a fraction that is
// small enough to be exact.
func toInt64(v any) (n int64, ok bool) {
	switch v := v.(type) {
	case int64:
		return v, true
	case string:
		n, err := strconv.ParseInt(v, 10, 64)
		return n, err == nil
	case float64:
		return int64(v), v == math.Trunc(v) && math.Abs(v) <= 1<<53
	case *big.Int:
		return v.Int64(), v.IsInt64()
	}
	return 0, false
}

// Uint64 decodes a whole number that is not negative.
func Uint64(v any) (uint64, error) {
	if n, ok := toInt64(v); ok && n >= 0 {
		return uint64(n), nil
	}
	switch v := v.(type) {
	case string:
		if n, err := strconv.ParseUint(v, 10, 64); err == nil {
			return n, nil
		}
	case *big.Int:
		if v.IsUint64() {
			return v.Uint64(), nil
		}
	}
	return 0, misfit("uint64", v)
}

// Float decodes a number. A whole number that a float64 cannot hold exactly does not fit.
func Float(v any) (float64, error) {
	switch n := v.(type) {
	case float64:
		return n, nil
	case int64:
		if f := float64(n); f < math.MaxInt64 && int64(f) == n {
			return f, nil
		}
	case string:
		if f, err := strconv.ParseFloat(n, 64); err == nil {
			return f, nil
		}
	case *big.Int:
		if f, accuracy := n.Float64(); accuracy == big.Exact {
			return f, nil
		}
	}
	return 0, misfit("float", v)
}

// Bool decodes 1 and 0, true and false, and nil, which is how a script's false arrives.
func Bool(v any) (bool, error) {
	switch v {
	case nil, int64(0), "0", false:
		return false, nil
	case int64(1), "1", true:
		return true, nil
	}
	return false, misfit("bool", v)
}

// Seconds decodes a whole number of seconds.
func Seconds(v any) (time.Duration, error) { return duration(v, time.Second, "seconds") }

// Milliseconds decodes a whole number of milliseconds.
func Milliseconds(v any) (time.Duration, error) {
	return duration(v, time.Millisecond, "milliseconds")
}

func duration(v any, unit time.Duration, want string) (time.Duration, error) {
	n, ok := toInt64(v)
	limit := int64(math.MaxInt64 / unit)
	if !ok || n > limit || n < -limit {
		return 0, misfit(want, v)
	}
	return time.Duration(n) * unit, nil
}

// Unix decodes whole seconds since 1970 to a time in UTC.
func Unix(v any) (time.Time, error) {
	n, ok := toInt64(v)
	if !ok {
		return time.Time{}, misfit("unix time", v)
	}
	return time.Unix(n, 0).UTC(), nil
}

// UnixMilli decodes whole milliseconds since 1970 to a time in UTC.
func UnixMilli(v any) (time.Time, error) {
	n, ok := toInt64(v)
	if !ok {
		return time.Time{}, misfit("unix time in milliseconds", v)
	}
	return time.UnixMilli(n).UTC(), nil
}

// misfit is the error of a reply that a decoder does not take.
func misfit(want string, got any) error { return &ReplyError{Want: want, Got: describe(got)} }

// describe shows a reply in an error: its kind, and its value where that is short.
func describe(v any) string {
	switch v := v.(type) {
	case nil:
		return "nil"
	case string:
		const limit = 40
		if len(v) > limit {
			return fmt.Sprintf("string %q… of %d bytes", v[:limit], len(v))
		}
		return fmt.Sprintf("string %q", v)
	case int64:
		return fmt.Sprintf("integer %d", v)
	case float64:
		return fmt.Sprintf("double %v", v)
	case bool:
		return fmt.Sprintf("boolean %t", v)
	case *big.Int:
		return fmt.Sprintf("big number %s", v)
	case []any:
		return fmt.Sprintf("array of %d", len(v))
	case map[any]any:
		return fmt.Sprintf("map of %d", len(v))
	case error:
		return fmt.Sprintf("error %q", v)
	}
	return fmt.Sprintf("%T", v)
}
