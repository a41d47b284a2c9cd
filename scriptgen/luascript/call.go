package luascript

// This file builds a call: its keys and its arguments as they go over the wire. The first key or
// argument that cannot be sent sticks to the call, which then fails without reaching the server.

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/vmihailenco/msgpack/v5"
)

// Call is one run of a script: its keys in KEYS order, then its arguments in ARGV order. A call is
// run once, by [Run] or in a [Batch], and is not touched afterwards.
type Call struct {
	keys   int
	args   []any   // the command: its first words, the keys, the arguments
	values []value // what args point to
	result result  // its error, before the call is sent: the first thing that is wrong with the call
	cmd    command // knows the script

	// Most calls are small and fit into these, so that a call is one allocation, of 512 bytes.
	argsBuffer   [inlineValues + scriptWords]any
	valuesBuffer [inlineValues]value
}

const (
	inlineValues = 5
	scriptWords  = 3 // command, SHA1 or text, number of keys
)

// value is one key or argument. go-redis writes a *string and an *int64 as it writes a string and an
// int64, and a pointer to memory that is there already costs no allocation.
type value struct {
	text   string
	number int64
}

// NewCall begins a call with room for so many keys and arguments; more may be added.
func (s *Script) NewCall(keys, args int) *Call {
	c := new(Call)
	c.cmd.word.script = s
	first := s.firstWords()
	if n := keys + args; n > inlineValues {
		c.args = make([]any, first, first+n)
		c.values = make([]value, 0, n)
	} else {
		c.args = c.argsBuffer[:first]
		c.values = c.valuesBuffer[:0]
	}
	return c
}

func (c *Call) script() *Script { return c.cmd.word.script }

// Key adds a key, made by a generated key constructor: c.Key(LinkKey(uid)).
func (c *Call) Key(key string, err error) {
	if err != nil {
		if bad, ok := errors.AsType[*KeyError](err); ok && bad.Script == "" {
			named := *bad
			named.Script = c.script().Name
			err = &named
		}
		c.fail(err)
	}
	c.keys++
	c.String(key)
}

// String adds an argument as it is.
func (c *Call) String(v string) {
	c.values = append(c.values, value{text: v})
	c.args = append(c.args, &c.values[len(c.values)-1].text)
}

// Bytes adds an argument as it is. The bytes are copied.
func (c *Call) Bytes(v []byte) { c.String(string(v)) }

// Nil adds the empty string, which stands for an absent optional argument.
func (c *Call) Nil() { c.args = append(c.args, "") }

// Int adds a decimal number.
func (c *Call) Int(v int) { c.Int64(int64(v)) }

// Int64 adds a decimal number.
func (c *Call) Int64(v int64) {
	c.values = append(c.values, value{number: v})
	c.args = append(c.args, &c.values[len(c.values)-1].number)
}

// Uint64 adds a decimal number.
func (c *Call) Uint64(v uint64) {
	if v > math.MaxInt64 {
		c.String(strconv.FormatUint(v, 10))
		return
	}
	c.Int64(int64(v))
}

// Float adds a number in the fewest digits that read back as the same float64, with an exponent only
// where it is very large or very small: not every command that takes 1000000 takes 1e+06. NaN and
// infinities are refused: Lua's tonumber does not read them.
func (c *Call) Float(name string, v float64) {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		c.refuse(name, strconv.FormatFloat(v, 'g', -1, 64), "is not a finite number")
	}
	format := byte('f')
	if abs := math.Abs(v); abs != 0 && (abs < 1e-6 || abs >= 1e21) {
		format = 'e'
	}
	c.String(strconv.FormatFloat(v, format, -1, 64))
}

// Bool adds 1 or 0.
func (c *Call) Bool(v bool) {
	if v {
		c.args = append(c.args, "1")
	} else {
		c.args = append(c.args, "0")
	}
}

// Seconds adds a whole number of seconds. A fraction is refused.
func (c *Call) Seconds(name string, v time.Duration) { c.duration(name, v, time.Second, "seconds") }

// Milliseconds adds a whole number of milliseconds. A fraction is refused.
func (c *Call) Milliseconds(name string, v time.Duration) {
	c.duration(name, v, time.Millisecond, "milliseconds")
}

func (c *Call) duration(name string, v, unit time.Duration, plural string) {
	if v%unit != 0 {
		c.refuse(name, v.String(), "is not a whole number of "+plural)
	}
	c.Int64(int64(v / unit))
}

// Unix adds a time as whole seconds since 1970. What is finer is cut off.
func (c *Call) Unix(v time.Time) { c.Int64(v.Unix()) }

// UnixMilli adds a time as whole milliseconds since 1970. What is finer is cut off.
func (c *Call) UnixMilli(v time.Time) { c.Int64(v.UnixMilli()) }

// Enum adds one of the allowed values. Any other is refused.
func (c *Call) Enum(name, v string, allowed ...string) {
	if !slices.Contains(allowed, v) {
		c.refuse(name, v, "is not one of "+strings.Join(allowed, ", "))
	}
	c.String(v)
}

// JSON adds a value as encoding/json writes it, for cjson.decode.
func (c *Call) JSON(name string, v any) {
	text, err := json.Marshal(v)
	if err != nil {
		c.refuse(name, fmt.Sprintf("%T", v), "cannot be written as JSON: "+err.Error())
	}
	c.Bytes(text)
}

// MsgPack adds a value as MessagePack, for cmsgpack.unpack.
func (c *Call) MsgPack(name string, v any) {
	text, err := msgpack.Marshal(v)
	if err != nil {
		c.refuse(name, fmt.Sprintf("%T", v), "cannot be written as MessagePack: "+err.Error())
	}
	c.Bytes(text)
}

func (c *Call) refuse(param, value, reason string) {
	c.fail(&ArgError{Script: c.script().Name, Param: param, Value: value, Reason: reason})
}

func (c *Call) fail(err error) {
	if c.result.err == nil {
		c.result.err = err
	}
}

// CheckPart tells whether a value may stand in for a key pattern's placeholder: it is not empty and
// holds none of the forbidden bytes, which would make the key readable in two ways or move its hash
// tag. The error is a [*KeyError]; [Call.Key] puts in the script's name.
func CheckPart(param, value, forbidden string) error {
	if value == "" {
		return &KeyError{Param: param, Value: value, Reason: "is empty"}
	}
	for i := range len(forbidden) {
		if strings.IndexByte(value, forbidden[i]) >= 0 {
			return &KeyError{Param: param, Value: value, Reason: fmt.Sprintf("must not contain %q", forbidden[i])}
		}
	}
	return nil
}
