package executor

// This file is about states as loads, from inside the package, where the clock can be set.

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/scriptbind/scriptbind/gen"
)

func TestParseLoad(t *testing.T) {
	for state, want := range map[string]float64{
		"0": 0, "17": 17, "0.25": 0.25, "007": 7, "100000000000000000000": 1e20,
		"17-1700000000": 17, "0.5-0": 0.5, "3-9223372036854775807": 3,
	} {
		load, _, ok := parseLoad(state)
		require.True(t, ok, state)
		require.Equal(t, want, load, state)
	}
	for _, state := range []string{
		"", " ", "-", "-1", "1-", "-1-1700000000", "1--1", "1-1-1", "1-x", "1-1.5", "1-9223372036854775808",
		"draining", "+1", "1 ", " 1", "1.", ".5", "1.2.3", "1,5", "1e3", "1e-3", "0x10", "0x1p-2", "1_000",
		"NaN", "Inf", "infinity", "١", "1\n", "1-+5",
	} {
		_, _, ok := parseLoad(state)
		require.False(t, ok, "%q", state)
	}
	_, updated, _ := parseLoad("17-1700000000")
	require.Equal(t, time.Unix(1700000000, 0), updated)
	_, updated, _ = parseLoad("17")
	require.True(t, updated.IsZero())
}

// Whatever a state is, it is a finite load from 0 or none.
func TestParseLoadIsNeverAStrangeNumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		state := rapid.OneOf(rapid.String(), rapid.StringMatching(`[0-9.eE+\-xn]{0,400}`)).Draw(t, "state")
		load, _, ok := parseLoad(state)
		if ok && (load < 0 || math.IsNaN(load) || math.IsInf(load, 0)) {
			t.Fatalf("%q is the load %v", state, load)
		}
	})
}

// A load that the documentation allows is read back as it was written.
func TestParseLoadReadsWhatPodsWrite(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		load := rapid.IntRange(0, math.MaxInt32).Draw(t, "load")
		at := rapid.Int64Range(0, 1<<40).Draw(t, "at")
		got, updated, ok := parseLoad(fmt.Sprintf("%d-%d", load, at))
		if !ok || got != float64(load) || updated.Unix() != at {
			t.Fatalf("%d-%d was read as %v at %v (%v)", load, at, got, updated, ok)
		}
	})
}

func TestCandidates(t *testing.T) {
	now := time.Unix(1_700_000_000, 0)
	states := map[string]string{
		"10": "1",            // does not tell its age
		"2":  "2-1700000000", // now
		"1":  "3-1699999990", // 10 s ago
		"0":  "4-1699999989", // 11 s ago
		"3":  "5-1700000060", // a clock that is ahead
		"4":  "draining",
		"x":  "0",
		"-1": "0",
		"01": "0",
	}
	candidates := func(opts ...Option) (pods []int) {
		e := NewStatefulExecutor(nil, nil, opts...)
		e.now = func() time.Time { return now }
		for _, c := range e.candidates(states) {
			pods = append(pods, c.Pod)
		}
		return pods
	}
	require.Equal(t, []int{0, 1, 2, 3, 10}, candidates(), "without a limit, in ascending order")
	require.Equal(t, []int{0, 1, 2, 3, 10}, candidates(WithLoadMaxAge(0)))
	require.Equal(t, []int{0, 1, 2, 3, 10}, candidates(WithLoadMaxAge(-time.Second)))
	require.Equal(t, []int{1, 2, 3, 10}, candidates(WithLoadMaxAge(10*time.Second)), "older than the limit, not as old")

	e := NewStatefulExecutor(nil, nil)
	require.Equal(t, []gen.StatefulComputeLinkIfAbsentItem{{Pod: 7, Load: 0.5}}, e.candidates(map[string]string{"7": "0.5"}))
}

// What the script would choose is among the least loaded, whatever the loads.
func TestLeastLoaded(t *testing.T) {
	type item = gen.StatefulComputeLinkIfAbsentItem
	require.Empty(t, leastLoaded(nil))
	require.Equal(t, []item{{Pod: 4, Load: 2}}, leastLoaded([]item{{Pod: 4, Load: 2}}))
	require.Equal(t,
		[]item{{Pod: 1, Load: 0.5}, {Pod: 3, Load: 0.5}},
		leastLoaded([]item{{Pod: 0, Load: 1}, {Pod: 1, Load: 0.5}, {Pod: 2, Load: 1e300}, {Pod: 3, Load: 0.5}}))
}
