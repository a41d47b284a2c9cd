package luascript_test

import (
	"context"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"
	"github.com/vmihailenco/msgpack/v5"

	"github.com/scriptbind/scriptbind/internal/redistest"
	"github.com/scriptbind/scriptbind/scriptgen/luascript"
)

func bigInt(s string) *big.Int {
	n, ok := new(big.Int).SetString(s, 10)
	if !ok {
		panic(s)
	}
	return n
}

type color string

type profile struct{ Name string }

type pair = struct{ reply, want any }

// decodes holds a decoder's results; a want that is a string beginning with ! is the error.
func decodes[T any](t *testing.T, name string, d luascript.Decoder[T], pairs ...pair) {
	t.Helper()
	t.Run(name, func(t *testing.T) {
		t.Helper()
		for _, p := range pairs {
			got, err := d(p.reply)
			if text, ok := p.want.(string); ok && strings.HasPrefix(text, "!") {
				require.EqualError(t, err, text[1:], "%v", p.reply)
				require.Zero(t, got, "%v", p.reply)
				continue
			}
			require.NoError(t, err, "%v", p.reply)
			if diff := cmp.Diff(p.want, any(got)); diff != "" {
				t.Errorf("%#v (-want +got):\n%s", p.reply, diff)
			}
		}
	})
}

func TestDecoders(t *testing.T) {
	one := 1
	decodes(t, "string", luascript.String,
		pair{"x", "x"}, pair{"", ""}, pair{2.5, "2.5"}, pair{bigInt("123456789012345678901"), "123456789012345678901"},
		pair{int64(5), "!reply: want string, got integer 5"}, pair{nil, "!reply: want string, got nil"},
		pair{true, "!reply: want string, got boolean true"}, pair{[]any{}, "!reply: want string, got array of 0"})
	decodes(t, "bytes", luascript.Bytes,
		pair{"\x00\xff", []byte("\x00\xff")}, pair{int64(1), "!reply: want bytes, got integer 1"})
	decodes(t, "int", luascript.Int,
		pair{int64(5), 5}, pair{"5", 5}, pair{"-5", -5}, pair{5.0, 5}, pair{bigInt("5"), 5},
		pair{"", `!reply: want int, got string ""`}, pair{"5.5", `!reply: want int, got string "5.5"`},
		pair{"5x", `!reply: want int, got string "5x"`}, pair{5.5, "!reply: want int, got double 5.5"},
		pair{1e17, 100_000_000_000_000_000}, pair{1e20, "!reply: want int, got double 1e+20"}, pair{math.NaN(), "!reply: want int, got double NaN"},
		pair{true, 1}, pair{nil, "!reply: want int, got nil"},
		pair{"9223372036854775808", `!reply: want int, got string "9223372036854775808"`},
		pair{bigInt("9223372036854775808"), "!reply: want int, got big number 9223372036854775808"},
		pair{strings.Repeat("x", 50), `!reply: want int, got string "` + strings.Repeat("x", 40) + `"… of 50 bytes`})
	decodes(t, "int64", luascript.Int64,
		pair{int64(math.MinInt64), int64(math.MinInt64)}, pair{"-9223372036854775808", int64(math.MinInt64)},
		pair{map[any]any{}, "!reply: want int64, got map of 0"})
	decodes(t, "uint64", luascript.Uint64,
		pair{int64(5), uint64(5)}, pair{"18446744073709551615", uint64(math.MaxUint64)},
		pair{bigInt("18446744073709551615"), uint64(math.MaxUint64)}, pair{"5", uint64(5)},
		pair{int64(-1), "!reply: want uint64, got integer -1"}, pair{"-1", `!reply: want uint64, got string "-1"`},
		pair{bigInt("18446744073709551616"), "!reply: want uint64, got big number 18446744073709551616"})
	decodes(t, "float", luascript.Float,
		pair{2.5, 2.5}, pair{"2.5", 2.5}, pair{"inf", math.Inf(1)}, pair{math.Inf(-1), math.Inf(-1)}, pair{int64(3), 3.0},
		pair{bigInt("4"), 4.0}, pair{"-0", math.Copysign(0, -1)},
		pair{int64(1<<53 + 1), "!reply: want float, got integer 9007199254740993"},
		pair{int64(math.MaxInt64), "!reply: want float, got integer 9223372036854775807"},
		pair{"x", `!reply: want float, got string "x"`}, pair{"1e999", `!reply: want float, got string "1e999"`})
	decodes(t, "bool", luascript.Bool,
		pair{int64(1), true}, pair{int64(0), false}, pair{nil, false}, pair{true, true}, pair{false, false},
		pair{"1", true}, pair{"0", false},
		pair{int64(2), "!reply: want bool, got integer 2"}, pair{"true", `!reply: want bool, got string "true"`},
		pair{[]any{}, "!reply: want bool, got array of 0"}, pair{map[any]any{}, "!reply: want bool, got map of 0"})
	decodes(t, "seconds", luascript.Seconds,
		pair{int64(90), 90 * time.Second}, pair{"-1", -time.Second},
		pair{int64(1 << 40), "!reply: want seconds, got integer 1099511627776"}, pair{1.5, "!reply: want seconds, got double 1.5"})
	decodes(t, "milliseconds", luascript.Milliseconds,
		pair{"1500", 1500 * time.Millisecond}, pair{nil, "!reply: want milliseconds, got nil"})
	decodes(t, "unix", luascript.Unix,
		pair{int64(1700000000), time.Date(2023, 11, 14, 22, 13, 20, 0, time.UTC)}, pair{"x", `!reply: want unix time, got string "x"`})
	decodes(t, "unixmilli", luascript.UnixMilli,
		pair{"1700000000123", time.Date(2023, 11, 14, 22, 13, 20, 123e6, time.UTC)},
		pair{nil, "!reply: want unix time in milliseconds, got nil"})
	decodes(t, "enum", luascript.Enum[color]("red", "blue"),
		pair{"red", color("red")}, pair{"green", `!reply: want one of red, blue, got string "green"`},
		pair{int64(1), "!reply: want one of red, blue, got integer 1"})
	decodes(t, "nullable", luascript.Nullable(luascript.Int),
		pair{nil, (*int)(nil)}, pair{"1", &one}, pair{"x", `!reply: want int, got string "x"`})
	decodes(t, "list", luascript.List(luascript.Int),
		pair{[]any{int64(1), "2"}, []int{1, 2}}, pair{[]any{}, []int{}},
		pair{[]any{int64(1), nil}, "!reply [1]: want int, got nil"}, pair{nil, "!reply: want array, got nil"},
		pair{[]any{redis.Error(replyError("X y"))}, `!reply [0]: want int, got error "X y"`})
	decodes(t, "list of nullable", luascript.List(luascript.Nullable(luascript.Int)),
		pair{[]any{nil, int64(1)}, []*int{nil, &one}})
	decodes(t, "map", luascript.Map(luascript.String, luascript.Int),
		pair{[]any{"a", int64(1), "b", "2"}, map[string]int{"a": 1, "b": 2}},
		pair{map[any]any{"a": int64(1), "b": "2"}, map[string]int{"a": 1, "b": 2}},
		pair{[]any{"a"}, "!reply: want map, got array of 1"},
		pair{[]any{"a", int64(1), "a", int64(2)}, `!reply: want map with each key once, got string "a"`},
		pair{[]any{"a", "x"}, `!reply [a]: want int, got string "x"`}, pair{[]any{int64(1), "x"}, "!reply key: want string, got integer 1"},
		pair{"x", `!reply: want map, got string "x"`})
	decodes(t, "json", luascript.JSON[profile],
		pair{`{"Name":"Ada"}`, profile{"Ada"}}, pair{int64(1), "!reply: want JSON, got integer 1"},
		pair{"{", `!reply: want JSON, got string "{": unexpected end of JSON input`})
	packed, err := msgpack.Marshal(profile{"Ada"})
	require.NoError(t, err)
	decodes(t, "msgpack", luascript.MsgPack[profile],
		pair{string(packed), profile{"Ada"}}, pair{"", `!reply: want MessagePack, got string "": unexpected EOF`},
		pair{string(packed) + "\x01\x02", fmt.Sprintf("!reply: want MessagePack, got string %q: 2 bytes follow the value", string(packed)+"\x01\x02")})
	decodes(t, "any", luascript.Any,
		pair{nil, nil}, pair{"x", "x"}, pair{int64(1), int64(1)}, pair{true, int64(1)}, pair{false, int64(0)}, pair{2.5, "2.5"},
		pair{[]any{true, map[any]any{"b": nil, "a": []any{false}}}, []any{int64(1), []any{"a", []any{int64(0)}, "b", nil}}})
}

// Paths name the part of a reply that does not fit.
func TestReplyErrorsNameThePart(t *testing.T) {
	type row struct {
		UID  string
		Pods []int
	}
	decodeRow := func(v any) (r row, err error) {
		f, err := luascript.Fields(v, 2)
		if err != nil {
			return row{}, err
		}
		if r.UID, err = luascript.Field("uid", f[0], luascript.String); err != nil {
			return row{}, err
		}
		if r.Pods, err = luascript.Field("pods", f[1], luascript.List(luascript.Int)); err != nil {
			return row{}, err
		}
		return r, nil
	}
	decodes(t, "rows", luascript.List(decodeRow),
		pair{[]any{[]any{"u", []any{int64(1)}}}, []row{{"u", []int{1}}}},
		pair{[]any{[]any{"u", []any{int64(1), "x"}}}, `!reply [0].pods[1]: want int, got string "x"`},
		pair{[]any{[]any{"u"}}, "!reply [0]: want array of 2, got array of 1"},
		pair{[]any{map[any]any{}}, "!reply [0]: want array of 2, got map of 0"})
}

// A decoder of somebody else may return any error: the call still names the script.
func TestForeignDecoderErrorsAreReplyErrors(t *testing.T) {
	odd := fmt.Errorf("odd")
	_, err := luascript.Value(luascript.Run(context.Background(), answers{}, callEcho()), func(any) (int, error) { return 0, odd })
	var misfit *luascript.ReplyError
	require.ErrorAs(t, err, &misfit)
	require.Equal(t, "Echo", misfit.Script)
	require.ErrorIs(t, err, odd)
}

// The same script gives the same Go value whichever protocol the client speaks.
func TestRESP2AndRESP3GiveTheSameValue(t *testing.T) {
	s := redistest.Start(t)
	resp2 := s.Client(t, func(o *redis.Options) { o.Protocol = 2 })
	resp3 := s.Client(t)
	sameAny := same(luascript.Any)
	for text, check := range map[string]func(*testing.T, any, any){
		"return 5":                                              same(luascript.Int),
		"return '5'":                                            same(luascript.Int),
		"return {double=5}":                                     same(luascript.Int),
		"return {double=2.5}":                                   same(luascript.Float),
		"return {double=0.1}":                                   same(luascript.Float),
		"return {double=1/0}":                                   same(luascript.Float),
		"return {double=1e-7}":                                  same(luascript.Float),
		"return {big_number='12345'}":                           same(luascript.Int),
		"return {big_number='18446744073709551615'}":            same(luascript.Uint64),
		"return {big_number='123456789012345678901234'}":        same(luascript.String),
		"return {verbatim_string={string='text',format='txt'}}": same(luascript.String),
		"return true":                                           same(luascript.Bool),
		"return false":                                          same(luascript.Bool),
		"redis.setresp(3) return true":                          same(luascript.Bool),
		"redis.setresp(3) return false":                         same(luascript.Bool),
		"return {map={a=1,b=2}}":                                same(luascript.Map(luascript.String, luascript.Int)),
		"return {map={}}":                                       same(luascript.Map(luascript.String, luascript.Int)),
		"return {set={a=true}}":                                 same(luascript.List(luascript.String)),
		"return {'a',1,'b',2}":                                  same(luascript.Map(luascript.String, luascript.Int)),
		"return {1,false,3}":                                    same(luascript.List(luascript.Nullable(luascript.Int))),
		"return {{double=2.5},{map={a={set={b=true}}}},{big_number='7'}}": sameAny,
		"redis.setresp(3) return {true,false}":                            sameAny,
		"return redis.status_reply('OK')":                                 same(luascript.String),
	} {
		t.Run(text, func(t *testing.T) {
			two, err2 := resp2.Eval(context.Background(), text, nil).Result()
			three, err3 := resp3.Eval(context.Background(), text, nil).Result()
			if err2 != redis.Nil {
				require.NoError(t, err2)
			}
			require.Equal(t, err2, err3)
			check(t, two, three)
		})
	}
}

func same[T any](d luascript.Decoder[T]) func(t *testing.T, two, three any) {
	return func(t *testing.T, two, three any) {
		t.Helper()
		a, err := d(two)
		require.NoError(t, err)
		b, err := d(three)
		require.NoError(t, err)
		require.Equal(t, a, b, "RESP2 %#v, RESP3 %#v", two, three)
	}
}

// A double read as text is the text that the server sends under RESP2.
func TestDoublesAreWrittenAsTheServerDoes(t *testing.T) {
	s := redistest.Start(t)
	resp2 := s.Client(t, func(o *redis.Options) { o.Protocol = 2 })
	resp3 := s.Client(t)
	digits17 := strings.Contains(resp2.Info(context.Background(), "server").Val(), "redis_version:7.0.")
	for _, number := range []string{
		"0", "-0.0", "1", "-1", "0.1", "-2.5", "1/3", "1e5/3", "1e-3", "1.5e-3", "1e-4", "1.5e-4", "1e-6", "1e-7", "-1.25e-7", "1.25e-10", "1e-300",
		"123456.789", "1e15", "1e16", "1e17", "123456789012345678", "2^60", "-2^62", "2^62 + 2^11", "2^63", "1e20", "1.5e20", "1.2345678901234e19", "1e100", "1e308", "1/0", "-1/0",
	} {
		text := "return {double=" + number + "}"
		want, err := resp2.Eval(context.Background(), text, nil).Text()
		require.NoError(t, err)
		double, err := resp3.Eval(context.Background(), text, nil).Result()
		require.NoError(t, err)
		got, err := luascript.String(double)
		require.NoError(t, err)
		if digits17 {
			a, err := strconv.ParseFloat(want, 64)
			require.NoError(t, err)
			b, err := strconv.ParseFloat(got, 64)
			require.NoError(t, err)
			require.Equal(t, a, b, number)
		} else {
			require.Equal(t, want, got, number)
		}
	}
}

// Lua's 0/0 is a negative NaN on most machines, and Redis 7.0 shows the sign under RESP2.
func TestNaNIsReadUnderBothProtocols(t *testing.T) {
	s := redistest.Start(t)
	for protocol := range 2 {
		client := s.Client(t, func(o *redis.Options) { o.Protocol = 2 + protocol })
		for _, text := range []string{"return {double=0/0}", "return {double=-(0/0)}"} {
			reply, err := client.Eval(context.Background(), text, nil).Result()
			require.NoError(t, err)
			got, err := luascript.Float(reply)
			require.NoError(t, err)
			require.True(t, math.IsNaN(got))
		}
	}
}
