// Command quickstart calls two Lua scripts through the Go package that scriptgen made of them. It is
// written as a project that imports the module would write it.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"

	"github.com/scriptbind/scriptbind/examples/quickstart/gen"
)

//go:generate go run github.com/scriptbind/scriptbind/scriptgen generate --scripts scripts --out gen --package gen

func main() {
	client, err := connect(os.Getenv("REDIS_URL"))
	if err != nil {
		log.Fatal(err)
	}
	if err := run(context.Background(), client, os.Stdout); err != nil {
		log.Fatal(err)
	}
}

// connect returns a client of the server at url or, without one, of a miniredis in this process.
func connect(url string) (*redis.Client, error) {
	if url == "" {
		server, err := miniredis.Run()
		if err != nil {
			return nil, err
		}
		return redis.NewClient(&redis.Options{Addr: server.Addr()}), nil
	}
	options, err := redis.ParseURL(url)
	if err != nil {
		return nil, err
	}
	return redis.NewClient(options), nil
}

func run(ctx context.Context, client *redis.Client, out io.Writer) error {
	scripts := gen.New(client)

	// A key is made by the constructor of its pattern.
	nails, err := gen.StockKey("nails")
	if err != nil {
		return err
	}
	if err := client.Set(ctx, nails, 10, time.Hour).Err(); err != nil {
		return err
	}

	// A call has typed parameters and a typed result.
	order, err := scripts.Order(ctx, gen.OrderParams{Item: "nails", Customer: "ann", Units: 4})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "ann orders 4 nails, %d are left\n", order.Left)

	// An error that the script declares is a Go error.
	_, err = scripts.Order(ctx, gen.OrderParams{Item: "nails", Customer: "bob", Units: 9})
	if !errors.Is(err, gen.ErrOutOfStock) {
		return fmt.Errorf("bob's order: %w", err)
	}
	fmt.Fprintln(out, "bob cannot have 9:", err)

	// A batch is one round trip.
	batch := scripts.Batch()
	stock, unicorns := batch.Stock("nails"), batch.Stock("unicorns")
	if err := batch.Exec(ctx); err != nil {
		return err
	}
	units, _, err := stock.Result()
	if err != nil {
		return err
	}
	_, ok, err := unicorns.Result()
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "nails: %d, unicorns in the shop: %t\n", units, ok)
	return nil
}
