package redisenv

// The tests of this file hold the table against a running server: Debian's or Ubuntu's redis-server,
// or any binary that SCRIPTBIND_REDIS_SERVER names, at the version it says it has.

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/internal/redistest"
)

// startServer starts a server and returns its client and the floor that is exactly its version.
func startServer(t *testing.T) (*redis.Client, Server) {
	t.Helper()
	client := redistest.Start(t).Client(t, func(o *redis.Options) { o.Protocol = 2 })
	info, err := client.Info(context.Background(), "server").Result()
	require.NoError(t, err)
	fields := map[string]string{}
	for _, line := range strings.Split(info, "\r\n") {
		name, value, _ := strings.Cut(line, ":")
		fields[name] = value
	}
	text := "redis:" + fields["redis_version"]
	if v := fields["valkey_version"]; v != "" {
		text = "valkey:" + v
	}
	server, err := ParseServer(text)
	if err != nil {
		t.Skipf("the running server is none the table knows: %v", err)
	}
	t.Log("against " + text)
	return client, server
}

// running is what the server itself says of a command.
type running struct {
	arity int
	flags []string
}

// runningCommands asks the server for its commands and subcommands, names as in the table.
func runningCommands(t *testing.T, client *redis.Client) map[string]running {
	t.Helper()
	all := map[string]running{}
	var add func(reply []any)
	add = func(reply []any) {
		name := strings.ToUpper(strings.ReplaceAll(reply[0].(string), "|", " "))
		r := running{arity: int(reply[1].(int64))}
		for _, f := range reply[2].([]any) {
			r.flags = append(r.flags, fmt.Sprint(f))
		}
		all[name] = r
		for _, sub := range reply[9].([]any) {
			add(sub.([]any))
		}
	}
	replies, err := client.Do(context.Background(), "COMMAND").Slice()
	require.NoError(t, err)
	for _, reply := range replies {
		add(reply.([]any))
	}
	return all
}

// flagNames are the flags the table holds, as the server writes them. It does not show MayReplicate:
// that is tested by running the commands.
var flagNames = map[Flags]string{
	Write: "write", ReadOnly: "readonly", DenyOOM: "denyoom", NoScript: "noscript", Blocking: "blocking",
	Admin: "admin", PubSub: "pubsub", Fast: "fast", Stale: "stale",
}

// hidden reports whether a server may be without a command of the table: commands of its modules and
// builds, and those it keeps from COMMAND.
func hidden(c *Command) bool {
	return c.Group == "module" || strings.HasPrefix(c.Name, "SFLUSH")
}

func TestServerHasTheTable(t *testing.T) {
	client, server := startServer(t)
	running := runningCommands(t, client)
	for name, r := range running {
		c := server.Command(name)
		if !assert.NotNil(t, c, "the server has %s, the table has not", name) {
			continue
		}
		assert.Equal(t, r.arity, c.Arity, "arity of %s", name)
		for flag, flagName := range flagNames {
			assert.Equal(t, slices.Contains(r.flags, flagName), c.Flags.Has(flag), "flag %s of %s: server says %v", flagName, name, r.flags)
		}
	}
	for i := range commands {
		name := commands[i].Name
		if c := server.Command(name); c != nil && !hidden(c) {
			assert.Contains(t, running, name, "the table has it, the server has not")
		}
	}
}

// keyCalls are calls with which optional keys are asked for, beyond what a call made of the arity alone shows.
var keyCalls = []string{
	"MSET a 1 b 2", "BLPOP a b 0", "ZUNIONSTORE d 2 a b WEIGHTS 1 2", "SINTERCARD 2 a b LIMIT 1", "XREAD COUNT 1 STREAMS a b 0 0",
	"XREADGROUP GROUP g c COUNT 1 STREAMS a b > >", "GEORADIUS k 1 1 10 m STORE d", "GEORADIUSBYMEMBER k m 10 m STOREDIST d",
	"SORT k BY w LIMIT 0 1 GET x STORE d", "BITOP AND d a b", "MIGRATE h 1 k 0 10", "EVAL s 2 a b c", "LMPOP 2 a b LEFT",
	"BZMPOP 0 2 a b MIN", "COPY a b DB 1", "LCS a b IDX", "OBJECT FREQ k", "MEMORY USAGE k SAMPLES 1", "PFDEBUG GETREG k",
}

func TestServerFindsTheSameKeys(t *testing.T) {
	client, server := startServer(t)
	ctx := context.Background()
	calls := slices.Clone(keyCalls)
	for i := range commands {
		if c := server.Command(commands[i].Name); c == &commands[i] && len(c.Keys) > 0 && len(strings.Fields(sampleCall(c))) > 1 && !hidden(c) {
			calls = append(calls, sampleCall(c))
		}
	}
	for _, text := range calls {
		call := callOf(text)
		c := server.Command(call.Words[0].Text)
		if sub := server.Command(call.Words[0].Text + " " + call.Words[min(1, len(call.Words)-1)].Text); sub != nil {
			c = sub
		}
		keys, _ := c.KeysOf(call)
		got := []string{}
		for _, k := range keys {
			got = append(got, call.Words[k.Index].Text)
		}
		args := []any{"COMMAND", "GETKEYSANDFLAGS"}
		for _, w := range call.Words {
			args = append(args, w.Text)
		}
		reply, err := client.Do(ctx, args...).Slice()
		if err != nil && strings.Contains(err.Error(), "no key arguments") {
			reply, err = nil, nil
		}
		if !assert.NoError(t, err, text) {
			continue
		}
		want := []string{}
		for _, r := range reply {
			key, flags := r.([]any)[0].(string), r.([]any)[1].([]any)
			if !slices.Contains(flags, any("not_key")) {
				want = append(want, key)
			}
		}
		sort.Strings(want)
		sort.Strings(got)
		assert.Equal(t, want, got, text)
	}
}

// sampleCall returns a call of the least length with distinct words, numbers of keys being 1 and
// keywords given.
func sampleCall(c *Command) string {
	words := strings.Fields(c.Name)
	for _, k := range c.Keys {
		if k.Keyword == "STREAMS" {
			for len(words) < k.Begin {
				words = append(words, fmt.Sprintf("w%d", len(words)))
			}
			return strings.Join(append(words, "STREAMS", "a", "b", "1", "2"), " ")
		}
	}
	least := c.MinWords()
	if c.Name == "PFMERGE" {
		least++ // sources are optional only when it is run
	}
	for len(words) < least {
		words = append(words, fmt.Sprintf("w%d", len(words)))
	}
	for _, k := range c.Keys {
		if k.Find == KeyNum && k.Begin+k.Count < len(words) {
			words[k.Begin+k.Count] = "1"
		}
	}
	return strings.Join(words, " ")
}

// refusal runs a call inside a script, by EVAL or EVAL_RO, and returns the error, "" when there is none.
func refusal(t *testing.T, client *redis.Client, eval string, words ...string) string {
	t.Helper()
	args := []any{eval, "local r = redis.pcall(unpack(ARGV)) return type(r) == 'table' and r.err or ''", 0}
	for _, w := range words {
		args = append(args, w)
	}
	reply, err := client.Do(context.Background(), args...).Text()
	require.NoError(t, err, words)
	return reply
}

const (
	wrongNumber = "Wrong number of args calling"
	notAllowed  = "is not allowed from script"
	readOnly    = "Write commands are not allowed from read-only scripts"
)

// What the table says a script may not do, the server refuses a script; and nothing else.
func TestScriptsAreRefusedWhatTheTableSays(t *testing.T) {
	client, server := startServer(t)
	for i := range commands {
		c := &commands[i]
		if server.Command(c.Name) != c || hidden(c) || len(Subcommands(c.Name)) > 0 {
			continue
		}
		words := strings.Fields(sampleCall(c))
		if len(words) > len(strings.Fields(c.Name)) {
			short := words[:c.MinWords()-1]
			assert.Contains(t, refusal(t, client, "EVAL", short...), wrongNumber, "%v is too short", short)
		}
		if c.Arity > 0 {
			long := append(slices.Clone(words), "more")
			assert.Contains(t, refusal(t, client, "EVAL", long...), wrongNumber, "%v is too long", long)
		}
		if c.Groups > 1 && !c.Flags.Has(NoScript) && c.Group != "cluster" {
			odd := append(slices.Clone(words), "more")
			assert.Contains(t, refusal(t, client, "EVAL", odd...), "wrong number of arguments", "%v has half a group", odd)
		}
		message := refusal(t, client, "EVAL", words...)
		assert.NotContains(t, message, wrongNumber, "%v has a right number of words", words)
		assert.Equal(t, c.Flags.Has(NoScript), strings.Contains(message, notAllowed), "%v in a script: %s", words, message)
		if !c.Flags.Has(NoScript) {
			message = refusal(t, client, "EVAL_RO", words...)
			assert.Equal(t, c.Writes(), strings.Contains(message, readOnly), "%v in a read-only script: %s", words, message)
		}
	}
}

func TestScriptsAreRefusedUnknownCommands(t *testing.T) {
	client, server := startServer(t)
	words := [][]string{{"NOSUCH"}, {"XGROUP", "NOSUCH", "k", "g"}}
	for i := range commands {
		if c := &commands[i]; server.Command(c.Name) == nil {
			words = append(words, strings.Fields(c.Name))
		}
	}
	for _, w := range words {
		message := strings.ToLower(refusal(t, client, "EVAL", w...))
		assert.True(t, strings.Contains(message, "unknown") || len(w) > 1 && strings.Contains(message, "wrong number"), "%v: %s", w, message)
	}
}

// describe is a script that runs a call and says what its reply is, in JSON.
const describe = `
local function list(items) return #items > 0 and items or nil end
local function describe(v)
  if v == false or v == nil then return {kind = 'null'} end
  if type(v) == 'number' then return {kind = 'int'} end
  if type(v) == 'string' then return {kind = 'bulk'} end
  if type(v) == 'boolean' then return {kind = 'bool'} end
  if v.err then return {kind = 'error', text = v.err} end
  if v.ok then return {kind = 'status', text = v.ok} end
  if v.double then return {kind = 'double'} end
  if v.verbatim_string then return {kind = 'verbatim'} end
  local items = {}
  if v.map then
    for k, x in pairs(v.map) do items[#items + 1] = describe(k) items[#items + 1] = describe(x) end
    return {kind = 'map', items = list(items)}
  end
  if v.set then
    for k in pairs(v.set) do items[#items + 1] = describe(k) end
    return {kind = 'set', items = list(items)}
  end
  for i = 1, table.maxn(v) do items[i] = describe(v[i]) end
  return {kind = 'array', items = list(items)}
end
if ARGV[1] == '3' then redis.setresp(3) end
return cjson.encode(describe(redis.pcall(unpack(ARGV, 2))))`

// described is what describe says.
type described struct {
	Kind  string
	Text  string
	Items []described
}

// fits reports whether a reply has one of the forms.
func (d described) fits(replies Replies) bool {
	return slices.ContainsFunc(replies, func(r Reply) bool { return d.fitsOne(r) })
}

func (d described) fitsOne(r Reply) bool {
	switch r.Kind {
	case Any:
		return true
	case Status:
		return d.Kind == "status" && (r.Text == "" || r.Text == d.Text)
	case Array, Map, Set:
		kind := map[ReplyKind]string{Array: "array", Map: "map", Set: "set"}[r.Kind]
		n := len(r.Items)
		for !r.Repeat && len(d.Items) < n && slices.ContainsFunc(r.Items[len(d.Items)], isNull) {
			d.Items = append(d.Items, described{Kind: "null"}) // a RESP3 null at the end is nil: Lua's table ends before it
		}
		if d.Kind != kind || r.Repeat && len(d.Items)%n != 0 || !r.Repeat && len(d.Items) != n {
			return false
		}
		for i, item := range d.Items {
			if !item.fits(r.Items[i%n]) {
				return false
			}
		}
		return true
	}
	return d.Kind == Reply{Kind: r.Kind}.String()
}

func isNull(r Reply) bool { return r.Kind == Null }

// fixture puts the keys in place that testdata/replies.txt speaks of.
const fixture = `
redis.call('FLUSHALL')
local c = redis.call
c('SET', 's', '10') c('SET', 't', 'text') c('SETBIT', 'bits', 3, 1) c('PFADD', 'hll', 'a')
c('HSET', 'h', 'a', 1, 'b', 2) c('RPUSH', 'l', 'a', 'b', 'c', 'a') c('RPUSH', 'n', 3, 1, 2)
c('SADD', 'set', 'a', 'b', 'c') c('SADD', 'u', 'b', 'c', 'd') c('ZADD', 'z', 1, 'a', 2, 'b')
c('GEOADD', 'g', 13.361389, 38.115556, 'Palermo', 15.087269, 37.502669, 'Catania')
c('XADD', 'x', '1-1', 'f', 'v') c('XADD', 'x', '1-2', 'f', 'v') c('XGROUP', 'CREATE', 'x', 'grp', '0')
c('XREADGROUP', 'GROUP', 'grp', 'c', 'COUNT', 1, 'STREAMS', 'x', '>') c('XGROUP', 'CREATE', 'x', 'other-group', '0')
c('XGROUP', 'CREATE', 'x', 'done', '$')
return 1`

// eachCall calls f for each call of testdata/replies.txt that the server should take in a script.
func eachCall(t *testing.T, server Server, f func(line string, c *Command, call Call)) {
	t.Helper()
	text, err := os.ReadFile("testdata/replies.txt")
	require.NoError(t, err)
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "# ") {
			continue
		}
		call := callOf(line)
		c := server.Command(call.Words[0].Text)
		if len(call.Words) > 1 {
			if sub := server.Command(call.Words[0].Text + " " + call.Words[1].Text); sub != nil {
				c = sub
			}
		}
		if c == nil || c.Flags.Has(NoScript) || !c.Takes(len(call.Words)) || !server.hasOptions(c, call) {
			continue // newer than the server
		}
		f(line, c, call)
	}
}

// unsampled are commands whose success a test cannot or need not bring about.
var unsampled = []string{
	"ASKING", "READONLY", "READWRITE", "RESTORE", "RESTORE-ASKING", // need a cluster, or a dump
	"CLUSTER", "CLUSTERSCAN", "PFDEBUG", "PFSELFTEST", "COMMAND", "MEMORY", "SLOWLOG", "LATENCY", "HOTKEYS", "COMMANDLOG", // read by no script
	"OBJECT FREQ", "HIMPORT", "TRIMSLOTS", "SFLUSH", "XIDMPRECORD", "ACL", "SENTINEL", // need a configuration of their own
}

// Every reply is one that the table says; every command that scripts may call has been called; and
// where the table says that a reply may be null, one was.
func TestRepliesAreAsTheTableSays(t *testing.T) {
	client, server := startServer(t)
	ctx := context.Background()
	called, null := map[string]bool{}, map[string]bool{}
	eachCall(t, server, func(line string, c *Command, call Call) {
		for _, protocol := range []string{"2", "3"} {
			args := []any{protocol}
			for _, w := range call.Words {
				args = append(args, w.Text)
			}
			require.NoError(t, client.Eval(ctx, fixture, nil).Err(), "the fixture")
			reply, err := client.Eval(ctx, describe, nil, args...).Text()
			require.NoError(t, err, line)
			var d described
			require.NoError(t, json.Unmarshal([]byte(reply), &d), reply)
			want := c.ReplyTo(call, protocol == "3")
			assert.True(t, d.fits(want), "%s replies %s in RESP%s, the table says %s", line, reply, protocol, want)
			called[c.Name] = called[c.Name] || d.Kind != "error"
			null[c.Name] = null[c.Name] || strings.Contains(reply, `"null"`)
		}
	})
	for i := range commands {
		c := &commands[i]
		isUnsampled := slices.ContainsFunc(unsampled, func(name string) bool {
			return c.Name == name || strings.HasPrefix(c.Name, name+" ")
		})
		if server.Command(c.Name) != c || c.Flags.Has(NoScript) || c.Flags.Has(Admin) || hidden(c) || isUnsampled || len(Subcommands(c.Name)) > 0 {
			continue
		}
		assert.True(t, called[c.Name], "testdata/replies.txt has no call of %s that succeeds", c.Name)
		nullable := slices.ContainsFunc(c.Reply, func(rc ReplyCase) bool { return strings.Contains(rc.RESP2, "null") })
		if c.Name == "RANDOMKEY" {
			continue // null on an empty database only
		}
		assert.Equal(t, nullable, null[c.Name], "null in a reply of %s: the table says %v, the server's replies say otherwise", c.Name, nullable)
	}
}

// typed are the keys of the fixture by their type.
var typed = map[Types]string{TypeString: "s", TypeHash: "h", TypeList: "l", TypeSet: "set", TypeZSet: "z", TypeStream: "x"}

// lenient are commands that the server lets loose on keys of any type, and whose type is still known: they
// leave a key of that type behind, or find nothing in another.
var lenient = []string{"MGET", "SINTERSTORE", "SET", "MSET", "SETEX", "PSETEX", "MSETEX", "MSETNX", "SETNX", "GETSET", "DIGEST", "DELEX"}

// Each call that succeeds is tried with keys of each other type: the server answers WRONGTYPE exactly
// where the table says so.
func TestServerRefusesKeysOfOtherTypes(t *testing.T) {
	client, server := startServer(t)
	ctx := context.Background()
	eachCall(t, server, func(line string, c *Command, call Call) {
		if strings.Contains(line, " none") {
			return // a missing key may be answered before the other is looked at
		}
		keys, _ := c.KeysOf(call)
		for _, k := range keys {
			if k.Types == 0 || k.Types == TypeOther || k.Access&Overwrites != 0 || slices.Contains(lenient, c.Name) {
				continue
			}
			for have, name := range typed {
				if have == TypeString && c.Group == "hyperloglog" {
					continue // of the strings only those that are one
				}
				args := []any{"2"}
				for i, w := range call.Words {
					if i == k.Index {
						w.Text = name
					}
					args = append(args, w.Text)
				}
				require.NoError(t, client.Eval(ctx, fixture, nil).Err(), "the fixture")
				reply, err := client.Eval(ctx, describe, nil, args...).Text()
				require.NoError(t, err, line)
				refused := strings.Contains(reply, "WRONGTYPE") || strings.Contains(reply, "must contain string values") // so says LCS
				assert.Equal(t, have&k.Types == 0, refused, "%v replies %s, and the table says that it takes a %s", args[1:], reply, k.Types)
			}
		}
	})
}

// hasOptions reports whether the server has the options a call gives.
func (s Server) hasOptions(c *Command, call Call) bool {
	for _, o := range c.OptionsOf(call) {
		if (o.Since != Since{}) && !o.Since.Has(s) {
			return false
		}
	}
	return true
}

// The options of SET that the table dates are there exactly where it says so.
func TestServerHasTheOptions(t *testing.T) {
	client, server := startServer(t)
	for _, o := range server.Command("SET").Options {
		if (o.Since == Since{}) {
			continue
		}
		message := refusal(t, client, "EVAL", "SET", "k", "v", o.Token, "x")
		assert.Equal(t, !o.Since.Has(server), strings.Contains(message, "syntax error"), "%s: %s", o.Token, message)
	}
}

// A script walks its globals and every library; what it finds is what the facts say.
func TestServerHasTheGlobals(t *testing.T) {
	client, server := startServer(t)
	reply, err := client.Eval(context.Background(), `
		local all = {}
		for name, value in pairs(_G) do
			all[#all + 1] = name
			if type(value) == 'table' and name ~= '_G' and name ~= 'KEYS' and name ~= 'ARGV' then
				for member in pairs(value) do all[#all + 1] = name .. '.' .. member end
			end
		end
		return all`, nil).StringSlice()
	require.NoError(t, err)
	for _, name := range reply {
		if strings.HasPrefix(name, "__") || Instead(name) != "" && name != "os" && name != "os.clock" && name != "string.gfind" {
			continue // the server's own error handler, and what later releases removed
		}
		library, member, isMember := strings.Cut(name, ".")
		if isMember {
			assert.Contains(t, server.Members(library), member, "the server has %s", name)
		} else {
			assert.True(t, server.HasGlobal(name), "the server has %s", name)
		}
	}
	for _, name := range server.GlobalNames() {
		assert.Contains(t, reply, name, "the facts have it")
		for _, member := range server.Members(name) {
			assert.Contains(t, reply, name+"."+member, "the facts have it")
		}
	}
	for name := range removed {
		library, member, isMember := strings.Cut(name, ".")
		if slices.Contains([]string{"os", "os.clock", "string.gfind", "getfenv", "setfenv", "newproxy"}, name) {
			continue // there on some releases
		}
		assert.NotContains(t, reply, name)
		assert.False(t, server.HasGlobal(name))
		if isMember {
			assert.NotContains(t, server.Members(library), member)
		}
	}
}

func TestSlotIsTheServers(t *testing.T) {
	cluster := redistest.StartCluster(t, 1, 0)
	client := cluster.Client(t)
	for _, key := range []string{"", "a", "foo{bar}baz", "{}x", "{a", "a}", "}{", "x{a}{b}", "{{a}}", "sf:{ns:lk:u1}chat", "\x00\xff"} {
		slot, err := client.ClusterKeySlot(context.Background(), key).Result()
		require.NoError(t, err)
		assert.Equal(t, int(slot), Slot(key), "%q", key)
	}
}
