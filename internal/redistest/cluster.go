package redistest

// This file runs a Redis Cluster: it is formed with CLUSTER commands, so redis-cli is not needed, and
// tests can move slots, end nodes, fail over and add masters.

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// slots is the number of hash slots of every Redis Cluster.
const slots = 16384

// nodeTimeout is the cluster-node-timeout: short, so that a failover takes a second or two, and long
// enough that a busy test machine is not mistaken for a dead node.
const nodeTimeout = 1500 * time.Millisecond

// Cluster is a running Redis Cluster.
type Cluster struct {
	t     testing.TB
	nodes []*Node
	admin map[*Node]*redis.Client
}

// Node is one server of a cluster.
type Node struct {
	*Server
	ID string // as in CLUSTER NODES
}

// StartCluster runs a cluster of masters that share the slots evenly, each with so many replicas, and
// returns when every node agrees that the cluster is up.
func StartCluster(t testing.TB, masters, replicasPerMaster int) *Cluster {
	t.Helper()
	c := &Cluster{t: t, admin: map[*Node]*redis.Client{}}
	c.launch(masters * (1 + replicasPerMaster))
	ctx := context.Background()
	for i, n := range c.nodes[:masters] {
		c.must(c.admin[n].ClusterAddSlotsRange(ctx, i*slots/masters, (i+1)*slots/masters-1).Err())
	}
	c.must(c.join())
	for i, n := range c.nodes[masters:] {
		c.must(c.replicate(n, c.nodes[i%masters]))
	}
	c.AwaitStable()
	return c
}

// Client returns a client of the cluster that is closed when the test ends.
func (c *Cluster) Client(t testing.TB, opts ...func(*redis.ClusterOptions)) *redis.ClusterClient {
	o := &redis.ClusterOptions{Addrs: c.Addrs()}
	for _, f := range opts {
		f(o)
	}
	client := redis.NewClusterClient(o)
	t.Cleanup(func() { _ = client.Close() })
	return client
}

// Addrs are the addresses of all nodes.
func (c *Cluster) Addrs() []string {
	addrs := make([]string, len(c.nodes))
	for i, n := range c.nodes {
		addrs[i] = n.Addr()
	}
	return addrs
}

// URL is a redis:// address that names every node, for redis.ParseClusterURL.
func (c *Cluster) URL() string {
	addrs := c.Addrs()
	url := "redis://" + addrs[0]
	for i, a := range addrs[1:] {
		url += string("?&"[min(i, 1)]) + "addr=" + a
	}
	return url
}

// Master returns the node that owns the slot of key now.
func (c *Cluster) Master(key string) *Node {
	c.t.Helper()
	n, err := c.owner(c.Slot(key))
	c.must(err)
	return n
}

// Masters returns the nodes that are masters now and run, with slots or without.
func (c *Cluster) Masters() []*Node { return c.withRole("master") }

// Replicas returns the nodes that are replicas now and run.
func (c *Cluster) Replicas() []*Node { return c.withRole("slave") }

// ReplicaOf returns a running replica of the master.
func (c *Cluster) ReplicaOf(master *Node) *Node {
	c.t.Helper()
	for _, n := range c.Replicas() {
		if c.masterID(n) == master.ID {
			return n
		}
	}
	c.t.Fatalf("redistest: %s has no replica", master.Addr())
	return nil
}

// Slot returns the hash slot of key.
func (c *Cluster) Slot(key string) int {
	c.t.Helper()
	n, err := c.running().ClusterKeySlot(context.Background(), key).Result()
	c.must(err)
	return int(n)
}

// AddMaster starts another master, with no slots and an empty script cache, and returns it.
func (c *Cluster) AddMaster() *Node {
	c.t.Helper()
	c.launch(1)
	c.must(c.join())
	c.AwaitStable()
	return c.nodes[len(c.nodes)-1]
}

// Failover makes a replica the master in its master's place, by agreement of both, and returns when
// every node knows.
func (c *Cluster) Failover(replica *Node) {
	c.t.Helper()
	err := poll("CLUSTER FAILOVER", func() (bool, error) {
		// The server refuses while the replica is still connecting to its master.
		_ = c.admin[replica].ClusterFailover(context.Background()).Err()
		return c.awaitRole(replica, "master", time.Second), nil
	})
	c.must(err)
	c.AwaitStable()
}

// Kill ends a node at once, and returns without waiting for the others to notice.
func (c *Cluster) Kill(n *Node) { n.Kill() }

// Restart starts a killed node again on its port, with its place in the cluster and without its data.
func (c *Cluster) Restart(n *Node) {
	c.t.Helper()
	n.Restart()
	c.AwaitStable()
}

// AwaitMaster returns when the replica has become a master, as it does after its master has died.
func (c *Cluster) AwaitMaster(replica *Node) {
	c.t.Helper()
	c.must(poll("a new master at "+replica.Addr(), func() (bool, error) {
		return c.awaitRole(replica, "master", 0), nil
	}))
	c.AwaitStable()
}

// AwaitStable returns when every running node reports cluster_state:ok, agrees on who owns each slot,
// and every replica follows its master.
func (c *Cluster) AwaitStable() {
	c.t.Helper()
	why := ""
	err := poll("a stable cluster", func() (bool, error) {
		why = c.unstable()
		return why == "", nil
	})
	if err != nil {
		c.t.Fatalf("redistest: %v: %s", err, why)
	}
}

// unstable says what is not settled yet, or nothing.
func (c *Cluster) unstable() string {
	ctx := context.Background()
	var first string
	for _, n := range c.live() {
		info, err := c.admin[n].ClusterInfo(ctx).Result()
		if err != nil {
			return err.Error()
		}
		if !strings.Contains(info, "cluster_state:ok") {
			return n.Addr() + ": " + strings.ReplaceAll(info, "\r\n", " ")
		}
		view, err := c.view(n)
		if err != nil {
			return err.Error()
		}
		if first == "" {
			first = view
		}
		if view != first {
			return "two views:\n" + first + view
		}
		replication, err := c.admin[n].Info(ctx, "replication").Result()
		if err != nil {
			return err.Error()
		}
		if strings.Contains(replication, "role:slave") && !strings.Contains(replication, "master_link_status:up") {
			return n.Addr() + " does not follow its master yet"
		}
		// Clients ask for CLUSTER SLOTS, which leaves out a replica until it has news of its offset.
		listed, err := c.listed(n)
		if err != nil {
			return err.Error()
		}
		if want := strings.Count(view, " slave "); listed != want {
			return fmt.Sprintf("%s lists %d of %d replicas in CLUSTER SLOTS", n.Addr(), listed, want)
		}
	}
	return ""
}

// listed is the number of running replicas that a node names in CLUSTER SLOTS.
func (c *Cluster) listed(n *Node) (int, error) {
	ranges, err := clusterSlots(c.admin[n])
	if err != nil {
		return 0, err
	}
	replicas := map[string]bool{}
	for _, r := range ranges {
		for _, replica := range r.Nodes[1:] {
			replicas[replica.ID] = true
		}
	}
	count := 0
	for _, other := range c.live() {
		if replicas[other.ID] {
			count++
		}
	}
	return count, nil
}

// view is how a node sees the cluster: every running node's role, master and slots.
func (c *Cluster) view(n *Node) (string, error) {
	nodes, err := c.clusterNodes(n)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, other := range c.live() {
		f, ok := nodes[other.ID]
		if !ok {
			return "", fmt.Errorf("%s does not know %s", n.Addr(), other.Addr())
		}
		role := "master"
		if strings.Contains(f[2], "slave") {
			role = "slave"
		}
		if strings.Contains(f[2], "fail") || strings.Contains(f[2], "handshake") {
			role = f[2]
		}
		var owned []string
		for _, s := range f[8:] {
			if !strings.HasPrefix(s, "[") {
				owned = append(owned, s)
			}
		}
		fmt.Fprintln(&b, other.Addr(), role, f[3], strings.Join(owned, ","))
	}
	return b.String(), nil
}

// clusterNodes reads CLUSTER NODES: node ID → fields.
func (c *Cluster) clusterNodes(n *Node) (map[string][]string, error) {
	text, err := c.admin[n].ClusterNodes(context.Background()).Result()
	if err != nil {
		return nil, err
	}
	nodes := map[string][]string{}
	for line := range strings.Lines(text) {
		if f := strings.Fields(line); len(f) >= 8 {
			nodes[f[0]] = f
		}
	}
	return nodes, nil
}

// launch starts nodes that do not know each other yet.
func (c *Cluster) launch(count int) {
	c.t.Helper()
	var started []*Node
	for range count {
		n := &Node{Server: launch(c.t, plain([]string{"--cluster-enabled", "yes",
			"--cluster-node-timeout", fmt.Sprint(nodeTimeout.Milliseconds()),
			"--cluster-replica-validity-factor", "0",
			"--repl-ping-replica-period", "1", // a replica is not listed before it has heard something
		}))}
		started = append(started, n)
		c.nodes = append(c.nodes, n)
		c.admin[n] = n.Client(c.t, func(o *redis.Options) { o.MaxRetries = -1; o.DialerRetries = 1; o.DisableIdentity = true })
	}
	ctx := context.Background()
	for i, n := range started {
		c.must(n.awaitPing())
		id, err := c.admin[n].ClusterMyID(ctx).Result()
		c.must(err)
		n.ID = id
		// Epochs that differ from the start spare the nodes from settling collisions one by one. The
		// server refuses where a node has an epoch already, which is as good.
		_ = c.admin[n].Do(ctx, "CLUSTER", "SET-CONFIG-EPOCH", len(c.nodes)-len(started)+i+1).Err()
	}
}

// join introduces all nodes to the first and waits until each knows all.
func (c *Cluster) join() error {
	ctx := context.Background()
	hub := c.live()[0]
	host, port, _ := strings.Cut(hub.Addr(), ":")
	for _, n := range c.live()[1:] {
		if err := c.admin[n].ClusterMeet(ctx, host, port).Err(); err != nil {
			return err
		}
	}
	return poll("nodes to meet", func() (bool, error) {
		for _, n := range c.live() {
			if _, err := c.view(n); err != nil {
				return false, nil
			}
		}
		return true, nil
	})
}

// replicate makes n a replica of master, which it must have heard of.
func (c *Cluster) replicate(n, master *Node) error {
	var last error
	err := poll("CLUSTER REPLICATE", func() (bool, error) {
		last = c.admin[n].ClusterReplicate(context.Background(), master.ID).Err()
		return last == nil, nil
	})
	if err != nil {
		return fmt.Errorf("%w: %w", err, last)
	}
	return nil
}

// clusterSlots asks as go-redis's own clients do.
func clusterSlots(c *redis.Client) ([]redis.ClusterSlot, error) {
	//lint:ignore SA1019 CLUSTER SHARDS lists replicas before clients can see them
	return c.ClusterSlots(context.Background()).Result()
}

// owner returns the node that owns slot, by its own word.
func (c *Cluster) owner(slot int) (*Node, error) {
	ranges, err := clusterSlots(c.running())
	if err != nil {
		return nil, err
	}
	for _, r := range ranges {
		if r.Start <= slot && slot <= r.End {
			for _, n := range c.nodes {
				if n.ID == r.Nodes[0].ID {
					return n, nil
				}
			}
		}
	}
	return nil, fmt.Errorf("slot %d has no owner", slot)
}

func (c *Cluster) masterID(n *Node) string {
	c.t.Helper()
	nodes, err := c.clusterNodes(n)
	c.must(err)
	return nodes[n.ID][3]
}

func (c *Cluster) awaitRole(n *Node, role string, wait time.Duration) bool {
	for deadline := time.Now().Add(wait); ; time.Sleep(10 * time.Millisecond) {
		info, err := c.admin[n].Info(context.Background(), "replication").Result()
		if err == nil && strings.Contains(info, "role:"+role) {
			return true
		}
		if time.Now().After(deadline) {
			return false
		}
	}
}

func (c *Cluster) withRole(role string) []*Node {
	var nodes []*Node
	for _, n := range c.live() {
		if c.awaitRole(n, role, 0) {
			nodes = append(nodes, n)
		}
	}
	return nodes
}

// live returns the nodes whose process runs.
func (c *Cluster) live() []*Node {
	var nodes []*Node
	for _, n := range c.nodes {
		if n.Running() {
			nodes = append(nodes, n)
		}
	}
	return nodes
}

func (c *Cluster) running() *redis.Client { return c.admin[c.live()[0]] }

func (c *Cluster) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatalf("redistest: %v", err)
	}
}
