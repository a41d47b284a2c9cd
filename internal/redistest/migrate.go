package redistest

// This file moves hash slots between masters of a cluster, in steps, so that a test can stop midway
// and see ASK and MOVED.

import (
	"context"
	"strings"
)

// Migration is a slot on its way from one master to another. While it lasts the server answers ASK
// for keys that have moved, and TRYAGAIN for commands on several keys of which only some have.
type Migration struct {
	c        *Cluster
	slot     int
	from, to *Node
}

// BeginMigration marks the slot as migrating. Its keys stay where they are.
func (c *Cluster) BeginMigration(slot int, to *Node) *Migration {
	c.t.Helper()
	from, err := c.owner(slot)
	c.must(err)
	ctx := context.Background()
	c.must(c.admin[to].Do(ctx, "CLUSTER", "SETSLOT", slot, "IMPORTING", from.ID).Err())
	c.must(c.admin[from].Do(ctx, "CLUSTER", "SETSLOT", slot, "MIGRATING", to.ID).Err())
	return &Migration{c: c, slot: slot, from: from, to: to}
}

// MoveKeys moves the given keys of the slot, or with none all of them.
func (m *Migration) MoveKeys(keys ...string) {
	m.c.t.Helper()
	m.c.must(m.move(keys))
}

func (m *Migration) move(keys []string) error {
	ctx := context.Background()
	if len(keys) > 0 {
		return m.migrate(ctx, keys)
	}
	for {
		keys, err := m.c.admin[m.from].ClusterGetKeysInSlot(ctx, m.slot, 100).Result()
		if err != nil || len(keys) == 0 {
			return err
		}
		if err := m.migrate(ctx, keys); err != nil {
			return err
		}
	}
}

func (m *Migration) migrate(ctx context.Context, keys []string) error {
	host, port, _ := strings.Cut(m.to.Addr(), ":")
	args := []any{"MIGRATE", host, port, "", 0, 5000, "REPLACE", "KEYS"}
	for _, k := range keys {
		args = append(args, k)
	}
	return m.c.admin[m.from].Do(ctx, args...).Err()
}

// Finish moves what is left and gives the slot to its new owner.
func (m *Migration) Finish() {
	m.c.t.Helper()
	m.MoveKeys()
	// The new owner first, then the old one: in between a client is only redirected once more.
	for _, n := range append([]*Node{m.to, m.from}, m.c.Masters()...) {
		m.c.must(m.c.admin[n].Do(context.Background(), "CLUSTER", "SETSLOT", m.slot, "NODE", m.to.ID).Err())
	}
	m.c.AwaitStable()
}
