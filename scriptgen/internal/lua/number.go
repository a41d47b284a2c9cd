package lua

import (
	"errors"
	"strconv"
	"strings"
)

// ParseNumber reads a number as the scanner and tonumber do: what C's strtod takes, with white space
// around it. It knows no "inf" and no "nan", which the scanner never sees.
func ParseNumber(text string) (float64, bool) {
	const space = " \t\n\v\f\r"
	text = strings.Trim(text, space)
	digits := strings.TrimLeft(text, "+-")
	if len(text)-len(digits) > 1 || digits == "" || strings.Contains(text, "_") {
		return 0, false
	}
	if c := digits[0]; c != '.' && (c < '0' || c > '9') {
		return 0, false
	}
	if isHex(digits) && !strings.ContainsAny(digits, "pP") {
		text += "p0" // strconv wants the exponent that C leaves out
	}
	value, err := strconv.ParseFloat(text, 64)
	return value, err == nil || errors.Is(err, strconv.ErrRange)
}

func isHex(digits string) bool {
	return strings.HasPrefix(digits, "0x") || strings.HasPrefix(digits, "0X")
}
