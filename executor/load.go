package executor

// This file turns the states of a service into the candidates for a new link.
//
// A state that is a load reads "<load>" or "<load>-<unix time of the update>", with a load from 0, as in
// "17", "0.25" or "17-1700000000". Every other state ("draining", say) only takes its pod out of the
// choice.

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-kratos/kratos/v2/log"

	"github.com/scriptbind/scriptbind/gen"
)

// candidates returns the pods that a user may be linked to now, in ascending order, so that the same
// states always give the same arguments.
func (e *StatefulExecutorImpl) candidates(states map[string]string) []gen.StatefulComputeLinkIfAbsentItem {
	items := make([]gen.StatefulComputeLinkIfAbsentItem, 0, len(states))
	for name, state := range states {
		pod, err := parsePod(name)
		if err != nil {
			e.log.write(log.LevelWarn, "msg", "stateful: the state of something that is not a pod", "pod", name)
			continue
		}
		load, updated, ok := parseLoad(state)
		if !ok || e.tooOld(updated) {
			continue
		}
		items = append(items, gen.StatefulComputeLinkIfAbsentItem{Pod: pod, Load: load})
	}
	slices.SortFunc(items, func(a, b gen.StatefulComputeLinkIfAbsentItem) int { return cmp.Compare(a.Pod, b.Pod) })
	return items
}

// leastLoaded returns the candidates that can be chosen. The script chooses among whatever it is given, and
// each takes the server time: a thousand nearly as much as reading their states.
func leastLoaded(items []gen.StatefulComputeLinkIfAbsentItem) []gen.StatefulComputeLinkIfAbsentItem {
	least := math.Inf(1)
	for _, item := range items {
		least = min(least, item.Load)
	}
	return slices.DeleteFunc(items, func(item gen.StatefulComputeLinkIfAbsentItem) bool { return item.Load > least })
}

func (e *StatefulExecutorImpl) tooOld(updated time.Time) bool {
	return e.loadMaxAge > 0 && !updated.IsZero() && e.now().Sub(updated) > e.loadMaxAge
}

// parseLoad reads a state as a load and the time it was updated, which is zero where the state does not
// tell. ok is false where the state is no load.
func parseLoad(state string) (load float64, updated time.Time, ok bool) {
	number, unix, dated := strings.Cut(state, "-")
	if dated {
		seconds, err := strconv.ParseInt(unix, 10, 64)
		if err != nil || !digits(unix) {
			return 0, time.Time{}, false
		}
		updated = time.Unix(seconds, 0)
	}
	// Only plain decimals: ParseFloat alone would also take "Inf", "0x1p-2" and "1e400".
	whole, fraction, pointed := strings.Cut(number, ".")
	if !digits(whole) || pointed && !digits(fraction) {
		return 0, time.Time{}, false
	}
	load, err := strconv.ParseFloat(number, 64)
	if err != nil {
		return 0, time.Time{}, false
	}
	return load, updated, true
}

// digits reports whether text is one or more decimal digits.
func digits(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}
