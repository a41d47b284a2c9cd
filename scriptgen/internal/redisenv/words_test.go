package redisenv

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// callOf reads a call from text: "_" is an unknown word, "#" some number, "..." at the end stands
// for more words.
func callOf(text string) Call {
	var c Call
	for _, w := range strings.Fields(text) {
		switch w {
		case "...":
			c.Open = true
		case "_":
			c.Words = append(c.Words, Word{})
		case "#":
			c.Words = append(c.Words, Word{Kind: Number})
		default:
			c.Words = append(c.Words, Const(w))
		}
	}
	return c
}

// commandOf returns the command a call names, in the newest Redis.
func commandOf(t *testing.T, call Call) *Command {
	t.Helper()
	s := Server{Redis, newVersion(8, 10, 0)}
	c := s.Command(call.Words[0].Text)
	if len(call.Words) > 1 {
		if sub := s.Command(call.Words[0].Text + " " + call.Words[1].Text); sub != nil {
			c = sub
		}
	}
	require.NotNil(t, c)
	return c
}

func TestKeysOf(t *testing.T) {
	for _, test := range []struct {
		call     string
		keys     string // indexes
		complete bool
	}{
		{"GET k", "1", true},
		{"GET _", "1", true},
		{"MGET a b _", "1 2 3", true},
		{"MGET a ...", "1", false},
		{"MSET a 1 b 2", "1 3", true},
		{"MSET _ _ ...", "1", false},
		{"BLPOP a b 0", "1 2", true},
		{"BLPOP a ...", "1", false},
		{"ZUNIONSTORE d 2 a b WEIGHTS 1 2", "1 3 4", true},
		{"ZUNIONSTORE d _ a b", "1", false},
		{"ZUNIONSTORE d 2 ...", "1", false},
		{"SINTERCARD 2 a b LIMIT 1", "2 3", true},
		{"XREAD COUNT 1 STREAMS a b 0 0", "4 5", true},
		{"XREAD COUNT # STREAMS a b 0 0", "4 5", true},
		{"XREAD COUNT _ STREAMS a b 0 0", "", false},
		{"XREAD STREAMS a ...", "2", false},
		{"XREADGROUP GROUP g c STREAMS a >", "5", true},
		{"XGROUP CREATE k g $", "2", true},
		{"OBJECT ENCODING k", "2", true},
		{"GEORADIUS k 1 1 10 m STORE d", "1 7", true},
		{"GEORADIUS k 1 1 10 m", "1", true},
		{"SORT k LIMIT 0 1 STORE d", "1 6", false},
		{"BITOP AND d a b", "2 3 4", true},
		{"PUBLISH c m", "", true},
		{"SPUBLISH c m", "", true},
		{"PING", "", true},
		{"MIGRATE h 1 _ 0 10 KEYS a b", "3 7 8", false},
	} {
		call := callOf(test.call)
		keys, complete := commandOf(t, call).KeysOf(call)
		var indexes []string
		for _, k := range keys {
			indexes = append(indexes, strconv.Itoa(k.Index))
		}
		assert.Equal(t, test.keys, strings.Join(indexes, " "), test.call)
		assert.Equal(t, test.complete, complete, "%s: complete", test.call)
	}
}

func TestReplyTo(t *testing.T) {
	for _, test := range []struct{ call, resp2, resp3 string }{
		{"GET _", "bulk | null", "bulk | null"},
		{"SET _ _", "+OK", "+OK"},
		{"SET _ NX", "+OK", "+OK"}, // the value is NX
		{"SET _ _ EX _", "+OK", "+OK"},
		{"SET _ _ EX # NX", "+OK | null", "+OK | null"},
		{"SET _ _ nx get", "bulk | null", "bulk | null"},
		{"SET _ _ _", "bulk | null | +OK | +OK | null", "bulk | null | +OK | +OK | null"},
		{"SET _ _ ...", "bulk | null | +OK | +OK | null", "bulk | null | +OK | +OK | null"},
		{"LPOP _", "bulk | null", "bulk | null"},
		{"LPOP _ _", "[bulk...] | null", "[bulk...] | null"},
		{"LPOP _ ...", "bulk | null | [bulk...] | null", "bulk | null | [bulk...] | null"},
		{"ZADD _ _ _", "int", "int"},
		{"ZADD _ # _", "int", "int"},
		{"ZADD _ INCR 1 _", "bulk | null", "double | null"},
		{"ZADD _ 1 INCR 2 _", "int", "int"}, // the member is INCR
		{"ZRANGE _ 0 -1 WITHSCORES", "[bulk, bulk...]", "[[bulk, double]...]"},
		{"ZRANGE _ 0 -1", "[bulk...]", "[bulk...]"},
		{"ZUNION 2 WITHSCORES _", "[bulk...]", "[bulk...]"}, // the key is WITHSCORES
		{"HGETALL _", "[bulk, bulk...]", "{bulk: bulk}"},
		{"SMEMBERS _", "[bulk...]", "(bulk)"},
		{"SORT _ STORE _", "int", "int"},
		{"SORT _ BY STORE", "[bulk...]", "[bulk...]"}, // the pattern is STORE
		{"OBJECT FREQ _", "int | null", "int | null"},
		{"ZSCORE _ _", "bulk | null", "double | null"},
		{"XADD _ * f _", "bulk", "bulk"},
		{"XADD _ NOMKSTREAM * f _", "bulk | null", "bulk | null"},
		{"VINFO _", "any", "any"},
	} {
		call := callOf(test.call)
		c := commandOf(t, call)
		assert.Equal(t, test.resp2, c.ReplyTo(call, false).String(), test.call)
		assert.Equal(t, test.resp3, c.ReplyTo(call, true).String(), "%s in RESP3", test.call)
	}
}

func TestParseRepliesRefuses(t *testing.T) {
	for _, text := range []string{"", "bulk |", "[bulk", "{bulk}", "(bulk", "blk", "bulk bulk", "[bulk,]"} {
		_, err := ParseReplies(text)
		assert.Error(t, err, text)
	}
}

func TestOptionsOf(t *testing.T) {
	call := callOf("SET _ IFEQ EX 1 IFEQ _")
	options := commandOf(t, call).OptionsOf(call)
	require.Len(t, options, 2)
	assert.Equal(t, "EX", options[3].Token)
	assert.Equal(t, "Redis 8.4 and Valkey 8.1", options[5].Since.String())

	call = callOf("SET _ _ _ IFEQ")
	assert.Empty(t, commandOf(t, call).OptionsOf(call), "it may be the value of the option before")
}

func TestTypes(t *testing.T) {
	assert.Equal(t, TypeZSet, TypesOf("zset"))
	assert.Zero(t, TypesOf("table"))
	assert.Equal(t, "set or zset", (TypeSet | TypeZSet).String())
}
