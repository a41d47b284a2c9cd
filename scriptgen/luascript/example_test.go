package luascript_test

import (
	"context"
	"errors"
	"fmt"
	"net"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"

	"github.com/scriptbind/scriptbind/scriptgen/luascript"
)

// serve starts an embedded server for an example.
func serve() (client *redis.Client, stop func()) {
	server := miniredis.NewMiniRedis()
	if err := server.Start(); err != nil {
		panic(err)
	}
	client = redis.NewClient(&redis.Options{Addr: server.Addr()})
	return client, func() { _ = client.Close(); server.Close() }
}

// A generated method is these few lines; take is a *luascript.Script that scriptgen wrote.
func Example() {
	rdb, stop := serve()
	defer stop()
	ctx := context.Background()
	rdb.Set(ctx, "{apple}stock", 10, 0)

	c := take.NewCall(2, 1)
	c.Key("{apple}stock", nil) // generated code: c.Key(StockKey(item))
	c.Key("{apple}runs", nil)
	c.Int(3)
	left, err := luascript.Value(luascript.Run(ctx, rdb, c), luascript.Int)
	fmt.Println(left, err)
	// Output: 7 <nil>
}

// Errors tell a script's own failure from a server that was not there.
func ExampleServerError() {
	rdb, stop := serve()
	defer stop()
	_, err := luascript.Value(luascript.Run(context.Background(), rdb, callTake("pear", 1)), luascript.Int)
	fmt.Println(err)
	fmt.Println(errors.Is(err, errOutOfStock), errors.Is(err, luascript.ErrUnavailable))
	// Output:
	// scripts/Take.lua: OUT_OF_STOCK only 0 left
	// true false
}

// A batch is one round trip; every call keeps its own result.
func ExampleBatch() {
	rdb, stop := serve()
	defer stop()
	ctx := context.Background()
	rdb.Set(ctx, "{apple}stock", 10, 0)

	b := luascript.NewBatch(rdb)
	apple := luascript.QueueValue(b, callTake("apple", 1), luascript.Int)
	pear := luascript.QueueValue(b, callTake("pear", 1), luascript.Int)
	fmt.Println("first error:", b.Exec(ctx))
	fmt.Println(apple.Result())
	fmt.Println(pear.Result())
	// Output:
	// first error: scripts/Take.lua: OUT_OF_STOCK only 0 left
	// 9 <nil>
	// 0 scripts/Take.lua: OUT_OF_STOCK only 0 left
}

// Loading at startup finds servers that are not there and text that does not compile.
func ExampleLoad() {
	rdb, stop := serve()
	defer stop()
	fmt.Println(luascript.Load(context.Background(), rdb, take, peek))
	// Output: <nil>
}

// counting counts the runs of each script.
type counting map[string]int

func (counting) DialHook(next redis.DialHook) redis.DialHook {
	return func(ctx context.Context, network, addr string) (net.Conn, error) { return next(ctx, network, addr) }
}

func (n counting) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		if script := luascript.ScriptOf(cmd); script != nil {
			n[script.Name]++
		}
		return next(ctx, cmd)
	}
}

func (counting) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}

// A redis.Hook sees the script's name where it would see a SHA1.
func ExampleScriptOf() {
	rdb, stop := serve()
	defer stop()
	runs := counting{}
	rdb.AddHook(runs)
	ctx := context.Background()
	_ = luascript.Load(ctx, rdb, peek)
	luascript.Run(ctx, rdb, callPeek("k"))
	luascript.Run(ctx, rdb, callPeek("k"))
	fmt.Println(runs)
	// Output: map[Peek:2]
}
