package luascript_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/vmihailenco/msgpack/v5"

	"github.com/scriptbind/scriptbind/scriptgen/luascript"
)

func TestMsgPackRefusesWhatWouldEndTheProcess(t *testing.T) {
	const limit = 10000
	deep := func(levels int) string { return strings.Repeat("\x91", levels) + "\xc0" }
	_, err := luascript.MsgPack[any](deep(limit - 1))
	require.NoError(t, err)
	_, err = luascript.MsgPack[any](deep(64 << 20))
	require.ErrorContains(t, err, "nested deeper than 10000 levels")

	// What every kind of value holds is stepped over, so that the nesting behind it is seen.
	for _, first := range []any{
		1, -1, -100, 1000, -1000, 1 << 20, -1 << 20, 1 << 40, -1 << 40, float32(1.5), 1.5, nil, true, time.Unix(1, 1),
		"short", strings.Repeat("x", 100), strings.Repeat("x", 1000), strings.Repeat("x", 100000),
		[]byte("x"), make([]byte, 1000), make([]byte, 100000), make([]int, 3), make([]int, 100), make([]int, 70000),
		map[string]int{"a": 1}, bigMap(100), bigMap(70000), time.Unix(1<<40, 0),
	} {
		text, err := msgpack.Marshal(first)
		require.NoError(t, err)
		_, err = luascript.MsgPack[any](string(text))
		require.NoError(t, err, "%T", first)
		_, err = luascript.MsgPack[any]("\x92" + string(text) + deep(limit))
		require.ErrorContains(t, err, "nested deeper", "%T", first)
	}
	for _, cut := range []string{"\xdd\xff\xff\xff\xff", "\xdb\xff\xff\xff\xff", "\x91", "\xc7", "\xdf\xff", "\xc9\xff\xff\xff\xff\x01"} {
		_, err := luascript.MsgPack[any](cut)
		require.ErrorContains(t, err, "unexpected EOF", "%q", cut)
	}
}

func bigMap(n int) map[string]bool {
	m := make(map[string]bool, n)
	for i := range n {
		m[strconv.Itoa(i)] = true
	}
	return m
}
