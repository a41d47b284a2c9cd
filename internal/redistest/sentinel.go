package redistest

// This file runs a master, its replica, and a sentinel that watches them.

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// MasterName is the name by which the sentinel knows the master.
const MasterName = "main"

// Sentinel is a sentinel that watches a master with one replica.
type Sentinel struct {
	*Server // the sentinel itself
	t       testing.TB
	servers [2]*Server
}

// StartSentinel runs a master, a replica and a sentinel, and returns when the sentinel knows both.
func StartSentinel(t testing.TB) *Sentinel {
	t.Helper()
	master := Start(t)
	_, port, _ := strings.Cut(master.Addr(), ":")
	replica := Start(t, "--replicaof", Host+" "+port)
	config := fmt.Sprintf("sentinel monitor %[1]s %[2]s %[3]s 1\n"+
		"sentinel down-after-milliseconds %[1]s 1000\nsentinel failover-timeout %[1]s 2000\n", MasterName, Host, port)
	sentinel := launch(t, func(s *Server) []string {
		file := filepath.Join(s.dir, "sentinel.conf")
		if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
			t.Fatalf("redistest: %v", err)
		}
		return []string{file, "--sentinel", "--port", strconv.Itoa(s.port), "--bind", Host, "--dir", s.dir, "--logfile", ""}
	})
	s := &Sentinel{Server: sentinel, t: t, servers: [2]*Server{master, replica}}
	s.must(s.awaitPing())
	s.hurry()
	s.awaitReplica()
	return s
}

// FailoverClient returns a client that asks the sentinel for the master, closed when the test ends.
func (s *Sentinel) FailoverClient(t testing.TB, opts ...func(*redis.FailoverOptions)) *redis.Client {
	o := &redis.FailoverOptions{MasterName: MasterName, SentinelAddrs: []string{s.Addr()}}
	for _, f := range opts {
		f(o)
	}
	c := redis.NewFailoverClient(o)
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// Master returns the server that is the master by the sentinel's word.
func (s *Sentinel) Master() *Server {
	s.t.Helper()
	addr := s.masterAddr()
	for _, server := range s.servers {
		if server.Addr() == addr {
			return server
		}
	}
	s.t.Fatalf("redistest: the sentinel names %q as the master", addr)
	return nil
}

// Failover makes the replica the master, and returns when the sentinel and both servers know.
func (s *Sentinel) Failover() {
	s.t.Helper()
	c := s.client()
	defer c.Close()
	old := s.Master()
	asked := time.Time{}
	s.must(poll("another master", func() (bool, error) {
		// A sentinel gives up a failover that takes too long, and refuses another while one is running.
		if s.masterAddr() != old.Addr() {
			return true, nil
		}
		if time.Since(asked) > time.Second {
			asked = time.Now()
			_ = c.Failover(context.Background(), MasterName).Err()
		}
		return false, nil
	}))
	s.awaitReplica()
}

// AwaitMaster returns when the sentinel has named another master than old, which has died.
func (s *Sentinel) AwaitMaster(old *Server) {
	s.t.Helper()
	s.must(poll("another master", func() (bool, error) { return s.masterAddr() != old.Addr(), nil }))
}

// awaitReplica returns when the sentinel can promote the replica: it knows it, and it follows.
func (s *Sentinel) awaitReplica() {
	s.t.Helper()
	s.must(poll("the replica to follow its master", func() (bool, error) {
		c := s.client()
		defer c.Close()
		known, err := c.Replicas(context.Background(), MasterName).Result()
		return err == nil && len(known) == 1 && known[0]["flags"] == "slave" &&
			known[0]["master-link-status"] == "ok" && known[0]["role-reported"] == "slave", nil
	}))
}

// hurry makes the sentinel ask its servers every 100 ms, where it would take 10 s to hear of the
// replica. A server that does not know the setting is only slower.
func (s *Sentinel) hurry() {
	c := s.Server.Client(s.t)
	_ = c.Do(context.Background(), "SENTINEL", "DEBUG", "INFO-PERIOD", 100, "ASK-PERIOD", 100, "PUBLISH-PERIOD", 100).Err()
}

func (s *Sentinel) masterAddr() string {
	c := s.client()
	defer c.Close()
	addr, err := c.GetMasterAddrByName(context.Background(), MasterName).Result()
	if err != nil || len(addr) != 2 {
		return ""
	}
	return addr[0] + ":" + addr[1]
}

func (s *Sentinel) client() *redis.SentinelClient {
	return redis.NewSentinelClient(&redis.Options{Addr: s.Addr()})
}

func (s *Sentinel) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatalf("redistest: %v", err)
	}
}
