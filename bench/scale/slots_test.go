package main

import (
	"context"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"

	"github.com/scriptbind/scriptbind/internal/redistest"
)

// The slots of the simulation are the server's.
func TestSlot(t *testing.T) {
	ctx := context.Background()
	client := redistest.Start(t, "--cluster-enabled", "yes").Client(t)
	keys := []string{"123456789", "{}a", "a{b}c{d}", "a{b", ""}
	r := rand.New(rand.NewPCG(1, 2))
	for _, p := range populations {
		for i := range 100 {
			keys = append(keys, "sf:{game:lk:"+p.uid(i, r)+"}chat")
		}
	}
	pipe := client.Pipeline()
	replies := make([]*redis.IntCmd, len(keys))
	for i, key := range keys {
		replies[i] = pipe.ClusterKeySlot(ctx, key)
	}
	if _, err := pipe.Exec(ctx); err != nil {
		t.Fatal(err)
	}
	for i, key := range keys {
		if want := int(replies[i].Val()); slot(key) != want {
			t.Errorf("slot(%q) = %d, the server says %d", key, slot(key), want)
		}
	}
}

func TestUUID(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 1000 {
		id := uuid(0, r)
		if len(id) != 36 || id[14] != '4' || !strings.ContainsRune("89ab", rune(id[19])) || strings.Count(id, "-") != 4 {
			t.Fatalf("%q is not a version 4 UUID", id)
		}
	}
}

func TestImbalance(t *testing.T) {
	even := make([]float64, slots)
	for i := range even {
		even[i] = 1.0 / slots
	}
	for _, masters := range []int{1, 3, 5, 6} {
		if got := imbalance(onMasters(even, masters)); got < 1 || got > 1.001 {
			t.Errorf("%d masters: imbalance %v of even slots, want 1", masters, got)
		}
	}
	if got := imbalance([]float64{0.75, 0.25}); got != 1.5 {
		t.Errorf("imbalance %v, want 1.5", got)
	}
	if got := spread([]float64{0.75, 0.25}); got != 0.5 {
		t.Errorf("spread %v, want 0.5", got)
	}
}
