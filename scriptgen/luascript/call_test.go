package luascript_test

import (
	"context"
	"encoding"
	"fmt"
	"math"
	"strconv"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/scriptgen/luascript"
)

// recorded is a client that answers with what it was sent.
type recorded struct {
	luascript.Client
	sent []redis.Cmder
}

func (r *recorded) Process(_ context.Context, cmd redis.Cmder) error {
	r.sent = append(r.sent, cmd)
	answerOK(cmd)
	return nil
}

// answerOK is what a server's reply does to a command.
func answerOK(cmd redis.Cmder) { cmd.(interface{ SetVal(any) }).SetVal("OK") }

// words runs a call and returns the command's words as go-redis would write them.
func words(t *testing.T, c *luascript.Call) []string {
	t.Helper()
	var r recorded
	require.NoError(t, luascript.None(luascript.Run(context.Background(), &r, c)))
	require.Len(t, r.sent, 1)
	var words []string
	for _, arg := range r.sent[0].Args() {
		words = append(words, wire(t, arg))
	}
	return words
}

func TestCallSendsKeysAndArgumentsInOrder(t *testing.T) {
	c := take.NewCall(2, 10)
	c.Key("k1", nil)
	c.Key("k2", nil)
	c.String("text")
	c.Bytes([]byte{0, 255})
	c.Int(-1)
	c.Int64(math.MinInt64)
	c.Uint64(math.MaxUint64)
	c.Float("f", 0.1)
	c.Bool(true)
	c.Bool(false)
	c.Seconds("s", time.Minute)
	c.Milliseconds("ms", 1500*time.Millisecond)
	c.Unix(time.Unix(1700000000, 999))
	c.UnixMilli(time.UnixMilli(1700000000123))
	c.Enum("e", "b", "a", "b")
	c.JSON("j", map[string]int{"a": 1})
	c.MsgPack("m", []int{1})
	c.Nil()
	require.Equal(t, []string{
		"evalsha", take.SHA1, "2", "k1", "k2", "text", "\x00\xff", "-1", "-9223372036854775808", "18446744073709551615",
		"0.1", "1", "0", "60", "1500", "1700000000", "1700000000123", "b", `{"a":1}`, "\x91\x01", "",
	}, words(t, c))
	require.Equal(t, []string{"evalsha_ro", peek.SHA1, "1", "k"}, words(t, callPeek("k")))
}

// An exponent is written only where the digits alone would be long: INCRBY refuses 1e+06, and miniredis's
// tonumber does not read it.
func TestFloatsAreWrittenAsPeopleWould(t *testing.T) {
	for v, want := range map[float64]string{
		0: "0", 1e6: "1000000", -5e20: "-500000000000000000000", 1e21: "1e+21", 0.000001: "0.000001", 2.5e-7: "2.5e-07",
		math.MaxFloat64: "1.7976931348623157e+308", 1.0 / 3: "0.3333333333333333",
	} {
		c := echo.NewCall(0, 1)
		c.Float("f", v)
		require.Equal(t, want, words(t, c)[3])
	}
}

func TestCallRefusesWhatItCannotSend(t *testing.T) {
	for name, test := range map[string]struct {
		add  func(c *luascript.Call)
		want string
	}{
		"NaN":              {func(c *luascript.Call) { c.Float("score", math.NaN()) }, `Take: argument score: "NaN" is not a finite number`},
		"infinity":         {func(c *luascript.Call) { c.Float("score", math.Inf(-1)) }, `Take: argument score: "-Inf" is not a finite number`},
		"half a second":    {func(c *luascript.Call) { c.Seconds("ttl", 1500*time.Millisecond) }, `Take: argument ttl: "1.5s" is not a whole number of seconds`},
		"half a ms":        {func(c *luascript.Call) { c.Milliseconds("ttl", 1500*time.Microsecond) }, `Take: argument ttl: "1.5ms" is not a whole number of milliseconds`},
		"no enum value":    {func(c *luascript.Call) { c.Enum("mode", "c", "a", "b") }, `Take: argument mode: "c" is not one of a, b`},
		"no JSON":          {func(c *luascript.Call) { c.JSON("doc", func() {}) }, `Take: argument doc: "func()" cannot be written as JSON: json: unsupported type: func()`},
		"no MessagePack":   {func(c *luascript.Call) { c.MsgPack("doc", func() {}) }, `Take: argument doc: "func()" cannot be written as MessagePack: msgpack: Encode(unsupported func())`},
		"the first counts": {func(c *luascript.Call) { c.Enum("one", "x"); c.Enum("two", "x") }, `Take: argument one: "x" is not one of `},
	} {
		t.Run(name, func(t *testing.T) {
			c := take.NewCall(0, 1)
			test.add(c)
			var r recorded
			err := luascript.None(luascript.Run(context.Background(), &r, c))
			require.EqualError(t, err, test.want)
			var refused *luascript.ArgError
			require.ErrorAs(t, err, &refused)
			require.Equal(t, "Take", refused.Script)
			require.Empty(t, r.sent, "nothing is sent")
		})
	}
}

func TestCheckPart(t *testing.T) {
	require.NoError(t, luascript.CheckPart("uid", "u1", ":}"))
	for value, want := range map[string]string{
		"":    `key uid: "" is empty`,
		"1}x": `key uid: "1}x" must not contain '}'`,
		"a:b": `key uid: "a:b" must not contain ':'`,
	} {
		err := luascript.CheckPart("uid", value, ":}")
		require.EqualError(t, err, want)

		c := take.NewCall(1, 0)
		c.Key("", err)
		var r recorded
		require.EqualError(t, luascript.None(luascript.Run(context.Background(), &r, c)), "Take: "+want)
		require.Empty(t, r.sent)
		var bad *luascript.KeyError
		require.ErrorAs(t, err, &bad)
		require.Empty(t, bad.Script, "the constructor's own error is left alone")
	}
}

// Hooks, and go-redis's own instrumentation, see which script a command runs.
func TestCommandsTellTheirScript(t *testing.T) {
	var r recorded
	luascript.Run(context.Background(), &r, callTake("apple", 3))
	luascript.Run(context.Background(), &r, callPeek("k"))
	cmd := r.sent[0]
	require.Same(t, take, luascript.ScriptOf(cmd))
	require.Nil(t, luascript.ScriptOf(redis.NewCmd(context.Background(), "ping")))
	require.Equal(t, "evalsha Take", cmd.FullName())
	require.Equal(t, "evalsha Take 2 {apple}stock {apple}runs 3", cmd.String())
	require.True(t, cmd.NoRetry())
	require.Equal(t, "evalsha_ro Peek", r.sent[1].FullName())
	require.True(t, r.sent[1].NoRetry(), "so that AutoPipeline does not cut pipelines in two")

	cmd.SetErr(errOutOfStock)
	require.Equal(t, "evalsha Take 2 {apple}stock {apple}runs 3: out of stock", cmd.String())
	clone := cmd.Clone()
	require.Same(t, take, luascript.ScriptOf(clone))
	require.True(t, clone.NoRetry())
	require.Equal(t, "evalsha", clone.Name())
	require.Equal(t, "evalsha", wire(t, clone.Args()[0]))
	require.Equal(t, "evalsha", fmt.Sprint(clone.Args()[0]))
}

// wire returns the bytes that go-redis writes for an argument, of those kinds that calls use.
func wire(t *testing.T, arg any) string {
	t.Helper()
	switch v := arg.(type) {
	case string:
		return v
	case *string:
		return *v
	case *int64:
		return strconv.FormatInt(*v, 10)
	case int: // the number of keys, which Go does not box up to 255
		return strconv.Itoa(v)
	case encoding.BinaryMarshaler:
		b, err := v.MarshalBinary()
		require.NoError(t, err)
		return string(b)
	}
	t.Fatalf("go-redis would box %T", arg)
	return ""
}
