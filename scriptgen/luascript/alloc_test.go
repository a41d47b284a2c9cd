package luascript_test

import (
	"context"
	"testing"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/internal/redistest"
	"github.com/scriptbind/scriptbind/scriptgen/luascript"
)

// setLink has the shape of a script that links a user: two keys, three arguments, maybe a number back.
var setLink = script("SetLink", `local previous = redis.call('GET', KEYS[1])
redis.call('SET', KEYS[1], ARGV[2])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
return tonumber(previous)
`)

// runSetLink is what generated code does for it.
func runSetLink(ctx context.Context, client luascript.Client, namespace, uid, service string, pod, ttl int) (int, bool, error) {
	c := setLink.NewCall(2, 3)
	c.Key(linkKey(namespace, uid, service))
	c.Key(linksKey(namespace, uid))
	c.String(service)
	c.Int(pod)
	c.Int(ttl)
	return luascript.Optional(luascript.Run(ctx, client, c), luascript.Int)
}

func linkKey(namespace, uid, service string) (string, error) {
	if err := luascript.CheckPart("namespace", namespace, ":{}"); err != nil {
		return "", err
	}
	if err := luascript.CheckPart("uid", uid, "{}"); err != nil {
		return "", err
	}
	if err := luascript.CheckPart("service", service, ""); err != nil {
		return "", err
	}
	return "sf:{" + namespace + ":lk:" + uid + "}" + service, nil
}

func linksKey(namespace, uid string) (string, error) {
	if err := luascript.CheckPart("namespace", namespace, ":{}"); err != nil {
		return "", err
	}
	if err := luascript.CheckPart("uid", uid, "{}"); err != nil {
		return "", err
	}
	return "sf:{" + namespace + ":lk:" + uid + "}", nil
}

// answering is a client in the same process that answers every command with 3.
type answering struct{ luascript.Client }

func (answering) Process(_ context.Context, cmd redis.Cmder) error {
	cmd.(interface{ SetVal(any) }).SetVal(int64(3))
	return nil
}

// linkingAnew is a client in the same process that answers every command with nil.
type linkingAnew struct{ luascript.Client }

func (linkingAnew) Process(_ context.Context, cmd redis.Cmder) error {
	cmd.SetErr(redis.Nil)
	return cmd.Err()
}

// A call costs three allocations: its two keys, and the call with go-redis's command in it.
func TestAllocationsOfACall(t *testing.T) {
	ctx := context.Background()
	got := testing.AllocsPerRun(1000, func() {
		if pod, ok, err := runSetLink(ctx, answering{}, "ns", "u1234567", "chat", 70000, 3600); pod != 3 || !ok || err != nil {
			t.Fatal(pod, ok, err)
		}
	})
	require.LessOrEqual(t, got, 3.0)
	got = testing.AllocsPerRun(1000, func() {
		if _, ok, err := runSetLink(ctx, linkingAnew{}, "ns", "u1234567", "chat", 70000, 3600); ok || err != nil {
			t.Fatal(ok, err)
		}
	})
	require.LessOrEqual(t, got, 3.0, "nil is an answer, too")
}

// With a real client there are three more, by which go-redis's pool checks the connection.
func TestAllocationsOfACallToAServer(t *testing.T) {
	ctx := context.Background()
	rdb := redistest.Start(t).Client(t)
	run := func() {
		if _, _, err := runSetLink(ctx, rdb, "ns", "u1234567", "chat", 70, 3600); err != nil {
			t.Fatal(err)
		}
	}
	run()
	got := testing.AllocsPerRun(1000, run)
	t.Logf("%v allocations", got)
	require.LessOrEqual(t, got, 8.0) // where the reply is a bulk string, two of them are its own
}

func BenchmarkRun(b *testing.B) {
	ctx := context.Background()
	rdb := redistest.Start(b).Client(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := runSetLink(ctx, rdb, "ns", "u1234567", "chat", 70, 3600); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkBatchOf100(b *testing.B) {
	ctx := context.Background()
	rdb := redistest.Start(b).Client(b)
	b.ReportAllocs()
	for b.Loop() {
		batch := luascript.NewBatch(rdb)
		for range 100 {
			c := setLink.NewCall(2, 3)
			c.Key(linkKey("ns", "u1234567", "chat"))
			c.Key(linksKey("ns", "u1234567"))
			c.String("chat")
			c.Int(70)
			c.Int(3600)
			luascript.QueueOptional(batch, c, luascript.Int)
		}
		if err := batch.Exec(ctx); err != nil {
			b.Fatal(err)
		}
	}
}
