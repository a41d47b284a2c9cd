package main

// This file holds what the published metadata says wrongly, roughly or not at all. Each line has its
// reason; the tests of package redisenv hold the outcome against real servers.

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/scriptbind/scriptbind/scriptgen/internal/redisenv"
)

// replyOverride is the reply of a command under a condition. The cases of a command replace what its
// schema says; the first that holds counts. resp2 may be left empty where RESP2 only lacks the RESP3
// types.
type replyOverride struct {
	names  []string
	when   string
	resp2  string
	resp3  string
	reason string
}

func on(names ...string) []string { return names }

var (
	withScores = on("ZRANGE", "ZREVRANGE", "ZRANGEBYSCORE", "ZREVRANGEBYSCORE", "ZUNION", "ZINTER", "ZDIFF")
	geoStore   = on("GEORADIUS", "GEORADIUSBYMEMBER")
	geoSearch  = on("GEORADIUS", "GEORADIUSBYMEMBER", "GEORADIUS_RO", "GEORADIUSBYMEMBER_RO", "GEOSEARCH")
)

var replyOverrides = []replyOverride{
	{on("SET"), "GET", "", "bulk | null", "with GET the old value comes, whether or not the new one is set"},
	{on("SET"), "!NX !XX !IFEQ !IFNE !IFDEQ !IFDNE", "", "+OK", "without a condition SET cannot be refused"},
	{on("SET"), "", "", "+OK | null", "a condition may not hold"},
	{on("TYPE"), "", "", "status", "the schema does not tell a status from a string"},
	{on("MIGRATE"), "", "", "status", "OK or NOKEY, both a status"},
	{on("PING"), "=1", "", "+PONG", "without an argument a status"},
	{on("PING"), "", "", "bulk", "with an argument the argument comes back as a string"},

	{on("LPOP", "RPOP"), "=2", "", "bulk | null", "one element without a count"},
	{on("LPOP", "RPOP"), "", "", "[bulk...] | null", "a list with a count"},
	{on("SPOP"), "=2", "", "bulk | null", "one element without a count"},
	{on("SPOP"), "", "", "(bulk)", "a set with a count"},
	{on("SRANDMEMBER"), "=2", "", "bulk | null", "one element without a count"},
	{on("SRANDMEMBER"), "", "", "[bulk...]", "a list with a count"},
	{on("HRANDFIELD", "ZRANDMEMBER"), "=2", "", "bulk | null", "one element without a count"},
	{on("HRANDFIELD"), "WITHVALUES", "[bulk, bulk...]", "[[bulk, bulk]...]", "pairs are flat in RESP2"},
	{on("ZRANDMEMBER"), "WITHSCORES", "[bulk, bulk...]", "[[bulk, double]...]", "pairs are flat in RESP2"},
	{on("HRANDFIELD", "ZRANDMEMBER"), "", "", "[bulk...]", "a list with a count"},
	{on("LPOS"), "COUNT", "", "[int...]", "COUNT asks for a list"},
	{on("LPOS"), "", "", "int | null", "without COUNT one position"},
	{on("SDIFF", "SINTER", "SUNION", "SMEMBERS"), "", "", "(bulk)", "only these are RESP3 sets: the schema's uniqueItems also stands on arrays"},
	{on("SORT"), "STORE", "", "int", "STORE replies with a length"},
	{on("SORT", "SORT_RO"), "GET", "", "[bulk | null...]", "a GET pattern may name a missing key"},
	{on("SORT", "SORT_RO"), "", "", "[bulk...]", "without GET the elements themselves come"},
	{on("LCS"), "LEN", "", "int", "LEN asks for the length"},
	{on("LCS"), "IDX", "", "{bulk: any}", "IDX asks for a map of matches and length"},
	{on("LCS"), "", "", "bulk", "otherwise the text comes"},
	{on("OBJECT FREQ", "OBJECT IDLETIME", "OBJECT REFCOUNT"), "", "", "int | null", "the schema forgets the missing key"},

	{on("ZADD"), "INCR", "", "double | null", "with INCR the new score"},
	{on("ZADD"), "", "", "int", "without INCR a count"},
	{withScores, "WITHSCORES", "[bulk, bulk...]", "[[bulk, double]...]", "pairs are flat in RESP2"},
	{withScores, "", "", "[bulk...]", "members without WITHSCORES"},
	{on("ZRANGEBYLEX", "ZREVRANGEBYLEX", "HKEYS"), "", "", "[bulk...]", "an array in RESP3 too"},
	{on("ZPOPMIN", "ZPOPMAX"), "=2", "", "[bulk, double...]", "one pair, or nothing of an empty set"},
	{on("ZPOPMIN", "ZPOPMAX"), "", "[bulk, bulk...]", "[[bulk, double]...]", "pairs are flat in RESP2"},
	{on("BZMPOP"), "", "", "[bulk, [[bulk, double]...]] | null", "the schema gives one pair only"},
	{on("ZRANK", "ZREVRANK"), "WITHSCORE", "", "[int, double] | null", "WITHSCORE asks for a pair"},
	{on("ZRANK", "ZREVRANK"), "", "", "int | null", "otherwise the rank"},
	{geoStore, "STORE", "", "int", "storing replies with a count"},
	{geoStore, "STOREDIST", "", "int", "storing replies with a count"},
	{geoSearch, "!WITHCOORD !WITHDIST !WITHHASH", "", "[bulk...]", "members alone"},
	{geoSearch, "", "", "[[any...]...]", "each WITH option adds an element"},
	{on("GEOHASH"), "", "", "[bulk | null...]", "the schema forgets missing members"},

	{on("XADD"), "!NOMKSTREAM", "", "bulk", "only NOMKSTREAM can be refused"},
	{on("XADD"), "", "", "bulk | null", "no stream with NOMKSTREAM"},
	{on("XRANGE", "XREVRANGE"), "", "", "[[bulk, [bulk...]]...]", "an array in RESP3 too"},
	{on("XCLAIM"), "JUSTID", "", "[bulk...]", "only the identifiers"},
	{on("XCLAIM"), "", "", "[[bulk, [bulk...]]...]", "an array in RESP3 too"},
	{on("XAUTOCLAIM"), "JUSTID", "", "[bulk, [bulk...], [bulk...]]", "only the identifiers"},
	{on("XAUTOCLAIM"), "", "", "[bulk, [[bulk, [bulk...]]...], [bulk...]]", "an array in RESP3 too"},
	{on("XREAD"), "", "[[bulk, [[bulk, [bulk...]]...]]...] | null", "{bulk: [[bulk, [bulk...]]...]} | null", "an array of pairs in RESP2, not a flat one"},
	{on("XREADGROUP"), "", "[[bulk, [[bulk, [bulk...] | null]...]]...] | null", "{bulk: [[bulk, [bulk...] | null]...]} | null", "an array of pairs in RESP2, not a flat one"},
	{on("XPENDING"), "=3", "", "[int, bulk | null, bulk | null, [[bulk, bulk]...] | null]", "nothing pending: nulls behind the 0"},
	{on("XPENDING"), "", "", "[[bulk, bulk, int, int]...]", "the extended form"},
	{on("XINFO STREAM"), "", "[bulk, any...]", "{bulk: any}", "the fields differ too much to be told apart"},
	{on("XINFO CONSUMERS"), "", "", "[{bulk: bulk | int}...]", "an array in RESP3 too"},

	{on("PUBSUB NUMSUB", "PUBSUB SHARDNUMSUB"), "", "", "[bulk, int...]", "the schema says nothing of the elements"},
	{on("PUBSUB CHANNELS", "PUBSUB SHARDCHANNELS", "COMMAND LIST"), "", "", "[bulk...]", "an array in RESP3 too"},
	{on("WAITAOF"), "", "", "[int, int]", "both counts are integers"},
	{on("INFO", "LOLWUT", "MEMORY DOCTOR", "MEMORY MALLOC-STATS", "CLUSTER INFO", "CLUSTER NODES"), "", "bulk", "any", "a verbatim string in RESP3"},
	{on("COMMAND", "COMMAND INFO", "COMMAND DOCS", "COMMAND GETKEYS", "COMMAND GETKEYSANDFLAGS", "MEMORY STATS", "CLUSTER SHARDS", "CLUSTER SLOTS", "CLUSTER LINKS", "CLUSTER SLOT-STATS"), "", "", "any", "no script reads these"},

	{on("DELEX", "SDIFFCARD", "SUNIONCARD"), "", "", "int", "no schema yet, or a wrong one"},
	{on("INCREX"), "BYFLOAT", "", "[double, double]", "no schema yet: new value and increment"},
	{on("INCREX"), "", "", "[int, int]", "no schema yet: new value and increment"},
}

// keyOverride replaces facts about one key specification of a command.
type keyOverride struct {
	names  []string
	spec   int
	change func(*keySpec)
	reason string
}

func types(names ...string) func(*keySpec) {
	return func(k *keySpec) { k.types = names }
}

var keyOverrides = []keyOverride{
	{on("ZUNIONSTORE", "ZINTERSTORE", "ZDIFFSTORE"), 1, types("TypeSet", "TypeZSet"), "sets are taken as sorted sets of score 1"},
	{on("ZUNION", "ZINTER", "ZDIFF", "ZINTERCARD"), 0, types("TypeSet", "TypeZSet"), "sets are taken as sorted sets of score 1"},
	{on("SORT", "SORT_RO"), 0, types("TypeList", "TypeSet", "TypeZSet"), "three types can be sorted"},
	{on("SORT"), 2, func(k *keySpec) {
		k.keyword, k.begin, k.find, k.step, k.types = "STORE", 2, "", 1, []string{"TypeList"}
	}, "the server finds STORE in code of its own"},
}

// override applies the overrides to the table.
func override(table []*command) error {
	byName := map[string][]*command{}
	for _, c := range table {
		byName[c.name] = append(byName[c.name], c)
	}
	replies := map[string][]replyCase{}
	for name := range byName {
		if strings.HasSuffix(name, " HELP") {
			replies[name] = []replyCase{{resp2: "[status...]"}} // the schema does not tell a status from a string
		}
	}
	for _, o := range replyOverrides {
		resp3, err := redisenv.ParseReplies(o.resp3)
		if err != nil {
			return err
		}
		resp2 := cmp.Or(o.resp2, resp3.RESP2().String())
		if _, err := redisenv.ParseReplies(resp2); err != nil {
			return err
		}
		for _, name := range o.names {
			if byName[name] == nil {
				return fmt.Errorf("override of unknown command %s", name)
			}
			replies[name] = append(replies[name], replyCase{o.when, resp2, o.resp3})
		}
	}
	for name, cases := range replies {
		for _, c := range byName[name] {
			c.reply = cases
		}
	}
	for _, o := range keyOverrides {
		for _, name := range o.names {
			for _, c := range byName[name] {
				if o.spec >= len(c.facts.keys) {
					return fmt.Errorf("override of %s: no key specification %d", name, o.spec)
				}
				c.facts.keys = slices.Clone(c.facts.keys)
				o.change(&c.facts.keys[o.spec])
			}
		}
	}
	return nil
}
