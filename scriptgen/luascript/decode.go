package luascript

// This file decodes the simple replies.
//
// What a script returns as a boolean, a double, a big number, a set or a map has a kind of its own
// under RESP3, and arrives under RESP2 as a number, as text, or as a flat array. The decoders first
// bring a reply to its RESP2 form, so that the same script gives the same Go value under both.

import (
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"
)

// Decoder makes a Go value of a reply as go-redis read it. Its error is a [*ReplyError].
type Decoder[T any] func(reply any) (T, error)

// level returns the RESP2 form of a simple reply: nil, int64 or string. Other kinds stay as they are.
func level(v any) any {
	switch v := v.(type) {
	case bool:
		if v {
			return int64(1)
		}
		return int64(0)
	case float64:
		return floatText(v)
	case *big.Int:
		return v.String()
	}
	return v
}

// floatText writes a double as servers do under RESP2 since 7.2: a whole number with all its digits,
// others with the fewest digits that read back. Redis 7.0 sends 17 digits.
func floatText(v float64) string {
	const limit = 1 << 62 // of the numbers that the server writes as integers
	switch {
	case math.IsInf(v, 1):
		return "inf"
	case math.IsInf(v, -1):
		return "-inf"
	case math.IsNaN(v):
		return "nan"
	case v != 0 && v == math.Trunc(v) && math.Abs(v) <= limit:
		return strconv.FormatInt(int64(v), 10)
	}
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(v, 'e', -1, 64), "e")
	exp, _ := strconv.Atoi(exponent)
	digits := len(strings.Trim(mantissa, "-")) - strings.Count(mantissa, ".")
	last := exp - digits + 1 // the power of ten of the last digit
	if last >= 0 && exp < digits+7 || last < 0 && (last > -7 || exp > -4 && exp < 4) {
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return fmt.Sprintf("%se%+d", mantissa, exp)
}

// String decodes a string.
func String(v any) (string, error) {
	if s, ok := level(v).(string); ok {
		return s, nil
	}
	return "", misfit("string", v)
}

// Bytes decodes a string as bytes.
func Bytes(v any) ([]byte, error) {
	if s, ok := level(v).(string); ok {
		return []byte(s), nil
	}
	return nil, misfit("bytes", v)
}

// Int decodes a whole number: an integer or its decimal digits.
func Int(v any) (int, error) {
	n, ok := toInt64(v)
	if !ok || int64(int(n)) != n {
		return 0, misfit("int", v)
	}
	return int(n), nil
}

// Int64 decodes a whole number: an integer or its decimal digits.
func Int64(v any) (int64, error) {
	n, ok := toInt64(v)
	if !ok {
		return 0, misfit("int64", v)
	}
	return n, nil
}

func toInt64(v any) (n int64, ok bool) {
	switch v := level(v).(type) {
	case int64:
		return v, true
	case string:
		n, err := strconv.ParseInt(v, 10, 64)
		return n, err == nil
	}
	return 0, false
}

// Uint64 decodes a whole number that is not negative.
func Uint64(v any) (uint64, error) {
	switch n := level(v).(type) {
	case int64:
		if n >= 0 {
			return uint64(n), nil
		}
	case string:
		if n, err := strconv.ParseUint(n, 10, 64); err == nil {
			return n, nil
		}
	}
	return 0, misfit("uint64", v)
}

// Float decodes a number: a double, its digits, or an integer, which does not fit if a float64 cannot
// hold it exactly.
func Float(v any) (float64, error) {
	switch n := level(v).(type) {
	case int64:
		if f := float64(n); f < math.MaxInt64 && int64(f) == n {
			return f, nil
		}
	case string:
		if n == "-nan" { // as Redis 7.0 writes Lua's 0/0 under RESP2
			n = "nan"
		}
		if f, err := strconv.ParseFloat(n, 64); err == nil {
			return f, nil
		}
	}
	return 0, misfit("float", v)
}

// Bool decodes 1 and 0, true and false, and nil, which is how a script's false arrives.
func Bool(v any) (bool, error) {
	switch level(v) {
	case nil, int64(0), "0":
		return false, nil
	case int64(1), "1":
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
