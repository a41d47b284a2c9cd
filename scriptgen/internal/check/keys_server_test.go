package check

// This file confirms on real servers what the checks about commands and keys say of them. That the command
// table is right is tested where it lives, in package redisenv.

import (
	"context"
	"testing"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/internal/redistest"
	"github.com/scriptbind/scriptbind/scriptgen/internal/contract"
	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/header"
	"github.com/scriptbind/scriptbind/scriptgen/internal/redisenv"
)

// command: strings and numbers only, whatever the command.
func TestServerTakesOnlyStringsAndNumbers(t *testing.T) {
	client := redistest.Start(t).Client(t)
	for _, argument := range []string{"nil", "false", "true", "{}", "print == nil", "tostring", "redis.call('GET', 'missing')"} {
		err := client.Eval(context.Background(), "local print return redis.call('SET', 'k', "+argument+")", nil).Err()
		require.Error(t, err, argument)
		assert.Contains(t, err.Error(), "must be strings or integers", argument)
	}
	for _, argument := range []string{"'text'", "1", "1.5", "''"} {
		assert.NoError(t, client.Eval(context.Background(), "return redis.call('SET', 'k', "+argument+")", nil).Err(), argument)
	}
}

// readonly: with a first line that does not say no-writes a script is not run as read-only.
func TestServerRunsAsReadOnlyWhatMayNotWrite(t *testing.T) {
	client := redistest.Start(t).Client(t)
	ctx := context.Background()
	for script, ok := range map[string]bool{
		"return 1":                         true,
		"#!lua flags=no-writes\nreturn 1":  true,
		"#!lua\nreturn 1":                  false,
		"#!lua flags=allow-oom\nreturn 1":  false,
		"#!lua flags=no-cluster\nreturn 1": false,
	} {
		err := client.EvalRO(ctx, script, nil).Err()
		if ok {
			assert.NoError(t, err, script)
			continue
		}
		require.Error(t, err, script)
		assert.Contains(t, err.Error(), "Can not execute a script with write flag", script)
	}
	err := client.Eval(ctx, "#!lua flags=no-writes\nreturn redis.call('PFCOUNT', 'h')", nil).Err()
	require.Error(t, err, "PFCOUNT counts as a write")
}

func pattern(t *testing.T, text string) *contract.Pattern {
	t.Helper()
	var l diag.List
	p := contract.ParsePattern(header.Text{Value: text}, &l)
	require.Empty(t, l.Sorted(), text)
	return p
}

// cross-slot: what the check names as a proof is refused by a cluster, and what it accepts is not.
func TestClusterRefusesKeysApart(t *testing.T) {
	cluster := redistest.StartCluster(t, 1, 0) // one node has all slots: only the rule can refuse
	client := redis.NewClient(&redis.Options{Addr: cluster.Addrs()[0]})
	t.Cleanup(func() { _ = client.Close() })
	ctx := context.Background()
	for _, test := range []struct {
		p, q string
		same bool
	}{
		{"account:<from>", "account:<to>", false},
		{"user:<id>", "user:<id>:x", false},
		{"{<a>}", "{<b>}", false},
		{"{<a>:x}", "{<a>:y}", false},
		{"x<a>", "y<a>", false},
		{"q:{<q>}:<ids...>", "q:{<q>}:<ids...>", true},
		{"q:<ids...>", "q:<ids...>", false},
		{"{<id:int>}a", "{<id:int>}b", true},
		{"a{<x>}b<y>", "c{<x>}", true},
		{"a:{}<x>", "b:{}<x>", false},
		{"s:<e:enum(on,off)>", "t:<e:enum(on,off)>", false},
	} {
		p, q := pattern(t, test.p), pattern(t, test.q)
		assert.Equal(t, test.same, contract.SameSlot(p, q), "%s and %s", test.p, test.q)
		a, b, err := keysApart(p, q)
		if test.same {
			require.ErrorIs(t, err, errSameSlot)
			for try := range 8 {
				a, err = sampleKey(p, try, 0)
				require.NoError(t, err)
				b, err = sampleKey(q, try, 1)
				require.NoError(t, err)
				assert.NoError(t, client.Eval(ctx, "return 1", []string{a, b}).Err(), "%s and %s", a, b)
			}
			continue
		}
		require.NoError(t, err, "%s and %s", test.p, test.q)
		err = client.Eval(ctx, "return 1", []string{a, b}).Err()
		require.Error(t, err, "%s and %s", a, b)
		assert.Contains(t, err.Error(), "CROSSSLOT")
		assert.ErrorContains(t, client.Eval(ctx, "#!lua flags=allow-cross-slot-keys\nreturn 1", []string{a, b}).Err(), "CROSSSLOT", "the flag is not for KEYS")
	}
	assert.ErrorContains(t, client.Eval(ctx, "#!lua flags=no-cluster\nreturn 1", nil).Err(), "cluster")
}

// undeclared-key, and touches in cross-slot: a key that the script makes has to be in the slot of the
// call, and one that another node has is refused in any case.
func TestClusterRefusesKeysTheScriptMakes(t *testing.T) {
	cluster := redistest.StartCluster(t, 3, 0)
	ctx := context.Background()
	here, there := "a", ""
	for _, key := range []string{"b", "c", "d", "e"} {
		if cluster.Master(key) != cluster.Master(here) {
			there = key
		}
	}
	require.NotEmpty(t, there)
	client := redis.NewClient(&redis.Options{Addr: cluster.Master(here).Addr()})
	t.Cleanup(func() { _ = client.Close() })

	script := "return redis.call('GET', ARGV[1])"
	assert.ErrorIs(t, client.Eval(ctx, script, []string{here}, "x{"+here+"}").Err(), redis.Nil, "in the slot of the call")
	assert.ErrorContains(t, client.Eval(ctx, script, []string{here}, there).Err(), "non local key")
	require.NotEqual(t, redisenv.Slot(here), redisenv.Slot(there))
	assert.ErrorContains(t, client.Eval(ctx, "#!lua\n"+script, []string{here}, there).Err(), "non local key")
	sameNode := ""
	for _, key := range []string{"f", "g", "h", "i", "j", "k", "l", "m", "n"} {
		if cluster.Master(key) == cluster.Master(here) && redisenv.Slot(key) != redisenv.Slot(here) {
			sameNode = key
		}
	}
	require.NotEmpty(t, sameNode)
	assert.ErrorContains(t, client.Eval(ctx, "#!lua\n"+script, []string{here}, sameNode).Err(), "do not hash to the same slot")
}
