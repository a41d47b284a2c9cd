// Package redistest starts real Redis servers for tests: standalone, cluster, sentinel, and a proxy
// that loses answers.
//
// Every server listens on a free loopback port, keeps its files in the test's temporary folder, is
// stopped when the test ends and dies with the test process. Where redis-server is not installed the
// test is skipped in one line; with SCRIPTBIND_REQUIRE_REDIS=1 it fails instead.
// SCRIPTBIND_REDIS_SERVER names another binary to run, such as valkey-server.
package redistest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"strconv"
	"testing"
)

// Host is the address every server of this package listens on.
const Host = "127.0.0.1"

// Ports of servers and of their cluster buses (port + busOffset) come from two ranges that neither
// overlap nor reach into the range the kernel takes outgoing connections from.
const (
	firstPort = 12000
	lastPort  = 21999
	busOffset = 10000
)

// Binary returns the redis-server to run. Without one it skips the test, or fails it when
// SCRIPTBIND_REQUIRE_REDIS=1.
func Binary(t testing.TB) string {
	t.Helper()
	path, err := findBinary(os.Getenv("SCRIPTBIND_REDIS_SERVER"))
	switch {
	case err == nil:
		return path
	case os.Getenv("SCRIPTBIND_REQUIRE_REDIS") == "1":
		t.Fatalf("redistest: %v, and SCRIPTBIND_REQUIRE_REDIS=1 requires it", err)
	default:
		t.Skipf("redistest: skipped, %v", err)
	}
	return ""
}

func findBinary(name string) (string, error) {
	if name == "" {
		name = "redis-server"
	}
	path, err := exec.LookPath(name)
	if err != nil {
		return "", fmt.Errorf("%s is not installed", name)
	}
	return path, nil
}

// freePort returns a port that was free a moment ago, together with its bus port. Another process
// may still win the race for it; startProcess tries again then.
func freePort() (int, error) {
	for range 200 {
		port := firstPort + rand.IntN(lastPort-firstPort+1)
		if portFree(port) && portFree(port+busOffset) {
			return port, nil
		}
	}
	return 0, errors.New("no free port on " + Host)
}

func portFree(port int) bool {
	l, err := net.Listen("tcp", address(port))
	if err != nil {
		return false
	}
	return l.Close() == nil
}

func address(port int) string { return net.JoinHostPort(Host, strconv.Itoa(port)) }
