package emittest

// The scripts of testdata/arguments answer with ARGV, so what they return is what was sent.

import (
	"math"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/vmihailenco/msgpack/v5"

	"github.com/scriptbind/scriptbind/scriptgen/internal/emit/testdata/arguments/game"
	arguments "github.com/scriptbind/scriptbind/scriptgen/internal/emit/testdata/arguments/want"
	"github.com/scriptbind/scriptbind/scriptgen/luascript"
)

var scalars = arguments.ScalarsParams{
	Text:     "text",
	Raw:      []byte("\x00raw\xff"),
	Count:    -42,
	Large:    math.MinInt64,
	Huge:     math.MaxUint64,
	Ratio:    0.1,
	Flag:     true,
	Lifetime: 90 * time.Second,
	Pause:    1500 * time.Millisecond,
	Since:    time.Unix(1700000000, 999),
	Until:    time.UnixMilli(1700000000123),
	Kind:     arguments.ScalarsKindStopLoss,
	Profile:  map[string]int{"level": 3},
	Blob:     "packed",
}

func TestArguments_Scalars(t *testing.T) {
	blob, err := msgpack.Marshal("packed")
	require.NoError(t, err)
	want := []string{
		"text", "\x00raw\xff", "-42", "-9223372036854775808", "18446744073709551615", "0.1", "1",
		"90", "1500", "1700000000", "1700000000123", "stop-loss", `{"level":3}`, string(blob),
	}
	onServers(t, func(t *testing.T, client *redis.Client) {
		got, err := arguments.New(client).Scalars(t.Context(), scalars)
		require.NoError(t, err)
		assert.Equal(t, want, toStrings(got))
	})
}

func toStrings(raw [][]byte) []string {
	texts := make([]string, len(raw))
	for i, b := range raw {
		texts[i] = string(b)
	}
	return texts
}

// A value that cannot be sent is refused before the server is reached, by the name in the header.
func TestArguments_Refused(t *testing.T) {
	tests := []struct {
		param  string
		change func(*arguments.ScalarsParams)
	}{
		{"ratio", func(p *arguments.ScalarsParams) { p.Ratio = math.NaN() }},
		{"ratio", func(p *arguments.ScalarsParams) { p.Ratio = math.Inf(1) }},
		{"lifetime", func(p *arguments.ScalarsParams) { p.Lifetime = 1500 * time.Millisecond }},
		{"pause", func(p *arguments.ScalarsParams) { p.Pause = time.Microsecond }},
		{"kind", func(p *arguments.ScalarsParams) { p.Kind = "stop" }},
		{"profile", func(p *arguments.ScalarsParams) { p.Profile = func() {} }},
		{"blob", func(p *arguments.ScalarsParams) { p.Blob = func() {} }},
	}
	nowhere := redis.NewClient(&redis.Options{Addr: "127.0.0.1:1"})
	defer nowhere.Close()
	for _, test := range tests {
		t.Run(test.param, func(t *testing.T) {
			params := scalars
			test.change(&params)
			_, err := arguments.New(nowhere).Scalars(t.Context(), params)
			var refused *luascript.ArgError
			require.ErrorAs(t, err, &refused)
			assert.Equal(t, "Scalars", refused.Script)
			assert.Equal(t, test.param, refused.Param)
		})
	}
}

func TestArguments_Optionals(t *testing.T) {
	onServers(t, func(t *testing.T, client *redis.Client) {
		scripts := arguments.New(client)
		absent, err := scripts.Optionals(t.Context(), arguments.OptionalsParams{})
		require.NoError(t, err)
		assert.Equal(t, strings.Split(strings.Repeat(",", 11), ","), absent)

		present, err := scripts.Optionals(t.Context(), arguments.OptionalsParams{
			Text: p("text"), Raw: p([]byte("raw")), Count: p(0), Large: p(int64(1)), Huge: p(uint64(2)),
			Ratio: p(1e21), Flag: p(false), Lifetime: p(time.Minute), Pause: p(time.Second),
			Since: p(time.Unix(1, 0)), Until: p(time.Unix(1, 0)), Kind: p(arguments.OptionalsKindLimit),
		})
		require.NoError(t, err)
		assert.Equal(t, []string{"text", "raw", "0", "1", "2", "1e+21", "0", "60", "1000", "1", "1000", "limit"}, present)
	})
}

func TestArguments_AnyNumber(t *testing.T) {
	onServers(t, func(t *testing.T, client *redis.Client) {
		scripts := arguments.New(client)

		list, err := scripts.List(t.Context(), arguments.ListParams{First: "a", Rest: []int{1, 2, 3}})
		require.NoError(t, err)
		assert.Equal(t, []string{"a", "1", "2", "3"}, list)

		none, err := scripts.OnlyList(t.Context(), nil)
		require.NoError(t, err)
		assert.Empty(t, none)

		texts, err := scripts.OnlyList(t.Context(), []*string{p("a"), nil})
		require.NoError(t, err)
		assert.Equal(t, []string{"a", ""}, texts)

		dictionary, err := scripts.Dictionary(t.Context(), arguments.DictionaryParams{Prefix: "x", Scores: map[string]float64{"a": 0.5}})
		require.NoError(t, err)
		assert.Equal(t, []string{"x", "a", "0.5"}, dictionary)

		groups, err := scripts.Groups(t.Context(), arguments.GroupsParams{Limit: 9, Orders: []arguments.GroupsItem{
			{Member: "m1", Price: 1.5, TTL: p(time.Minute), Side: arguments.GroupsItemSideBuy},
			{Member: "m2", Price: 2, Side: arguments.GroupsItemSideSell},
		}})
		require.NoError(t, err)
		assert.Equal(t, []string{"9", "m1", "1.5", "60", "buy", "m2", "2", "", "sell"}, groups)
	})
}

// More arguments than a call has room for at first.
func TestArguments_Many(t *testing.T) {
	onServers(t, func(t *testing.T, client *redis.Client) {
		many := make([]int, 5000)
		got, err := arguments.New(client).List(t.Context(), arguments.ListParams{First: "a", Rest: many})
		require.NoError(t, err)
		assert.Len(t, got, 5001)
	})
}

func TestArguments_CallersTypes(t *testing.T) {
	player := game.Player{Name: "ann", Level: 7}
	packed, err := msgpack.Marshal(player)
	require.NoError(t, err)
	onServers(t, func(t *testing.T, client *redis.Client) {
		params := arguments.TypesParams{Address: url.URL{Host: "h"}, Time: player, Player: &player}
		got, err := arguments.New(client).Types(t.Context(), params)
		require.NoError(t, err)
		assert.Contains(t, string(got[0]), `"Host":"h"`)
		assert.Equal(t, packed, got[1])
		assert.Equal(t, `{"name":"ann","level":7}`, string(got[2]))
	})
}
