package luascript_test

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"math/big"
	"reflect"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/internal/redistest"
	"github.com/scriptbind/scriptbind/scriptgen/luascript"
)

// source reads made-up replies from a fuzzer's bytes.
type source struct{ rest []byte }

func (s *source) byte() byte {
	if len(s.rest) == 0 {
		return 0
	}
	b := s.rest[0]
	s.rest = s.rest[1:]
	return b
}

func (s *source) text() string {
	n := min(int(s.byte()%8), len(s.rest))
	text := string(s.rest[:n])
	s.rest = s.rest[n:]
	return text
}

func (s *source) number() int64 {
	var n int64
	for range s.byte() % 9 {
		n = n<<8 | int64(s.byte())
	}
	return n
}

// reply makes a reply and returns it as go-redis reads it under RESP2 and under RESP3.
func (s *source) reply(depth int) (two, three any) {
	kinds := byte(9)
	if depth == 0 {
		kinds = 6
	}
	switch s.byte() % kinds {
	case 0:
		return nil, nil
	case 1:
		n := s.number()
		return n, n
	case 2:
		text := s.text()
		return text, text
	case 3:
		b := s.byte()%2 == 1
		return map[bool]int64{true: 1, false: 0}[b], b
	case 4:
		f := math.Float64frombits(uint64(s.number()))
		if s.byte()%2 == 0 {
			f = float64(s.number())
		}
		return serverDouble(f), f
	case 5:
		n := new(big.Int).Mul(big.NewInt(s.number()), big.NewInt(s.number()))
		return n.String(), n
	case 6, 7:
		var a, b []any
		for range s.byte() % 5 {
			x, y := s.reply(depth - 1)
			a, b = append(a, x), append(b, y)
		}
		return a, b
	default:
		m := map[any]any{}
		values := map[string]any{}
		for range s.byte() % 4 {
			key := s.text()
			values[key], m[key] = s.reply(depth - 1)
		}
		keys := make([]string, 0, len(values))
		for k := range values {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		var flat []any
		for _, k := range keys {
			flat = append(flat, k, values[k])
		}
		return flat, m
	}
}

// serverDouble writes a double with the digits that a server could send under RESP2; how it really does
// is TestDoublesAreWrittenAsTheServerDoes.
func serverDouble(f float64) string {
	text, err := luascript.String(f)
	if err != nil {
		panic(err)
	}
	return text
}

type document struct {
	A int
	B []string
	C map[string]any
}

// decoders are all decoders, as functions of one type.
var decoders = map[string]func(any) (any, error){
	"string": erased(luascript.String), "bytes": erased(luascript.Bytes), "int": erased(luascript.Int),
	"int64": erased(luascript.Int64), "uint64": erased(luascript.Uint64), "float": erased(luascript.Float),
	"bool": erased(luascript.Bool), "seconds": erased(luascript.Seconds), "milliseconds": erased(luascript.Milliseconds),
	"unix": erased(luascript.Unix), "unixmilli": erased(luascript.UnixMilli), "any": erased(luascript.Any),
	"enum": erased(luascript.Enum[color]("", "1", "a")), "nullable": erased(luascript.Nullable(luascript.Int)),
	"list": erased(luascript.List(luascript.Int)), "list of any": erased(luascript.List(luascript.Any)),
	"map": erased(luascript.Map(luascript.String, luascript.Any)), "map of ints": erased(luascript.Map(luascript.Int, luascript.Int)),
	"map of lists": erased(luascript.Map(luascript.String, luascript.List(luascript.Bool))),
	"json":         erased(luascript.JSON[document]), "json any": erased(luascript.JSON[any]),
	"msgpack": erased(luascript.MsgPack[document]), "msgpack any": erased(luascript.MsgPack[any]),
}

func erased[T any](d luascript.Decoder[T]) func(any) (any, error) {
	return func(v any) (any, error) { return d(v) }
}

// Property: no reply makes a decoder panic, and both protocols' forms of a reply decode to the same
// value, or to none.
func FuzzProtocolsDecodeEqual(f *testing.F) {
	f.Add([]byte{1, 1, 5})
	f.Add([]byte{8, 2, 1, 'a', 4, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 1, 'b', 3, 1})
	f.Add([]byte{6, 3, 3, 1, 3, 0, 5, 2, 1, 1, 1, 1})
	f.Fuzz(func(t *testing.T, data []byte) {
		two, three := (&source{data}).reply(3)
		for name, decode := range decoders {
			a, errA := decode(two)
			b, errB := decode(three)
			if (errA == nil) != (errB == nil) {
				t.Fatalf("%s: RESP2 %#v gives %v, RESP3 %#v gives %v", name, two, errA, three, errB)
			}
			if errA == nil && !reflect.DeepEqual(a, b) && !(isNaN(a) && isNaN(b)) {
				t.Fatalf("%s: RESP2 %#v gives %#v, RESP3 %#v gives %#v", name, two, a, three, b)
			}
		}
	})
}

func isNaN(v any) bool { f, ok := v.(float64); return ok && math.IsNaN(f) }

// Property: no text makes the decoders of documents panic, and what they decode is decoded alike again.
func FuzzDocuments(f *testing.F) {
	f.Add([]byte(`{"A":1,"B":["x"],"C":{"y":null}}`))
	f.Add([]byte("\x83\xa1A\x01\xa1B\x91\xa1x\xa1C\x81\xa1y\xc0"))
	f.Add(bytes.Repeat([]byte{0x91}, 5000))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, name := range []string{"json", "json any", "msgpack", "msgpack any"} {
			a, errA := decoders[name](string(data))
			b, errB := decoders[name](string(data))
			require.Equal(t, errA == nil, errB == nil)
			if _, err := json.Marshal(a); err == nil { // NaN differs from itself
				require.Equal(t, a, b)
			}
		}
	})
}

// Property: what a call sends is what comes back through a script that returns its arguments, for
// every type.
func FuzzEcho(f *testing.F) {
	s := redistest.Start(f)
	clients := []*redis.Client{s.Client(f), s.Client(f, func(o *redis.Options) { o.Protocol = 2 })}
	f.Add([]byte{7, 'a', 'b', 8, 255, 255, 255, 255, 255, 255, 255, 255})
	f.Add([]byte("text\x00\r\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		src := &source{data}
		text, number, float := src.text(), src.number(), math.Float64frombits(uint64(src.number()))
		if math.IsNaN(float) || math.IsInf(float, 0) {
			float = 0
		}
		seconds := time.Duration(number%1e9) * time.Second
		doc := map[string]any{"text": strconv.Quote(text)}
		c := echo.NewCall(0, 12)
		c.String(text)
		c.Bytes([]byte(text))
		c.Int(int(number))
		c.Uint64(uint64(number))
		c.Float("float", float)
		c.Bool(number > 0)
		c.Seconds("seconds", seconds)
		c.Milliseconds("milliseconds", seconds+time.Millisecond)
		c.Unix(time.Unix(number%1e12, 5))
		c.UnixMilli(time.UnixMilli(number % 1e15))
		c.JSON("json", doc)
		c.MsgPack("msgpack", doc)
		c.Nil()
		got, err := luascript.Value(luascript.Run(context.Background(), clients[len(data)%2], c), luascript.List(luascript.Any))
		require.NoError(t, err)
		require.Len(t, got, 13)
		back(t, luascript.String, got[0], text)
		back(t, luascript.Bytes, got[1], []byte(text))
		back(t, luascript.Int, got[2], int(number))
		back(t, luascript.Uint64, got[3], uint64(number))
		back(t, luascript.Float, got[4], float)
		back(t, luascript.Bool, got[5], number > 0)
		back(t, luascript.Seconds, got[6], seconds)
		back(t, luascript.Milliseconds, got[7], seconds+time.Millisecond)
		back(t, luascript.Unix, got[8], time.Unix(number%1e12, 0).UTC())
		back(t, luascript.UnixMilli, got[9], time.UnixMilli(number%1e15).UTC())
		back(t, luascript.JSON[map[string]any], got[10], doc)
		back(t, luascript.MsgPack[map[string]any], got[11], doc)
		require.Equal(t, "", got[12])
	})
}

func back[T any](t *testing.T, d luascript.Decoder[T], got any, want T) {
	t.Helper()
	v, err := d(got)
	require.NoError(t, err)
	require.Equal(t, want, v)
}

// Property: no error reply makes the reading of errors panic, and its text is never lost.
func FuzzServerErrors(f *testing.F) {
	f.Add("WRONGTYPE Operation script: 0000000000000000000000000000000000000000, on @user_script:14.")
	f.Add("ERR user_script:99999999999999999999: x")
	f.Fuzz(func(t *testing.T, text string) {
		err := luascript.None(luascript.Run(context.Background(), answers{err: replyError(text)}, callEcho()))
		require.Error(t, err)
		require.ErrorIs(t, err, replyError(text))
		require.NotEmpty(t, err.Error())
	})
}
