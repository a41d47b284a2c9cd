package main

// This file holds the figures against the targets.

import (
	"fmt"

	"github.com/scriptbind/scriptbind/bench/internal/figures"
	"github.com/scriptbind/scriptbind/bench/internal/page"
)

// target is a figure, or a ratio to another benchmark's, that is not to be above a limit.
type target struct {
	what            string
	benchmark, base string // base: "" for the figure itself
	unit            string
	limit           float64
	format          string // of figure and limit
	scale           float64
}

var targets = []target{
	ratio("one call: scriptbind / go-redis by hand", "SetLinkOne/peer=scriptbind", "SetLinkOne/peer=go-redis", "ns/op", 1),
	figure("one call: allocations", "SetLinkOne/peer=scriptbind", "allocs/op", 8, "%.0f", 1),
	ratio("64 callers: scriptbind, AutoPipeline / rueidis", "SetLinkConcurrent/callers=64/peer=scriptbind-auto", "SetLinkConcurrent/callers=64/peer=rueidis", "ns/op", 1),
	ratio("64 callers: executor, AutoPipeline / rueidis", "SetLinkConcurrent/callers=64/peer=executor-auto", "SetLinkConcurrent/callers=64/peer=rueidis", "ns/op", 1),
	ratio("512 callers: scriptbind, AutoPipeline / rueidis", "SetLinkConcurrent/callers=512/peer=scriptbind-auto", "SetLinkConcurrent/callers=512/peer=rueidis", "ns/op", 1),
	ratio("512 callers: executor, AutoPipeline / rueidis", "SetLinkConcurrent/callers=512/peer=executor-auto", "SetLinkConcurrent/callers=512/peer=rueidis", "ns/op", 1),
	ratio("batches of 100: scriptbind / go-redis pipeline", "SetLinkBatch/peer=scriptbind", "SetLinkBatch/peer=go-redis", "ns/op", 1),
	ratio("batches of 100: scriptbind / rueidis ExecMulti", "SetLinkBatch/peer=scriptbind", "SetLinkBatch/peer=rueidis", "ns/op", 1),
	ratio("batches of 100: scriptbind / bare server", "SetLinkBatch/peer=scriptbind", "SetLinkBatch/peer=server", "ns/cmd", 1.3),
	figure("GetLinkedPod, local cache: a hit", "GetLinkedPod/peer=executor-local", "ns/op", 150, "%.0f ns", 1),
	figure("GetLinkedPod, local cache: allocations", "GetLinkedPod/peer=executor-local", "allocs/op", 0, "%.0f", 1),
	ratio("BatchGetLinkedPod / pipelined read, standalone", "BatchGetLinkedPod/server=standalone/peer=executor", "BatchGetLinkedPod/server=standalone/peer=pipeline", "ns/op", 1.5),
	ratio("BatchGetLinkedPod / pipelined read, cluster", "BatchGetLinkedPod/server=cluster/peer=executor", "BatchGetLinkedPod/server=cluster/peer=pipeline", "ns/op", 1.5),
	figure("generate, 1,000 scripts", "Generate/write", "ns/op", 1, "%.2f s", 1e-9),
	figure("generate --check, 1,000 scripts", "Generate/check", "ns/op", 1, "%.2f s", 1e-9),
}

func ratio(what, benchmark, base, unit string, limit float64) target {
	return target{what, benchmark, base, unit, limit, "%.2f", 1}
}

func figure(what, benchmark, unit string, limit float64, format string, scale float64) target {
	return target{what, benchmark, "", unit, limit, format, scale}
}

// verdict is what was measured, with the interval of a ratio, and whether the target is reached: "level"
// where the median misses it by less than it is known.
func (t target) verdict(f *figures.Figures) (measured, reached string) {
	if t.base == "" {
		value, ok := f.Median(t.benchmark, t.unit)
		if !ok {
			return "not measured", "–"
		}
		return fmt.Sprintf(t.format, value*t.scale), yesOrNo(value*t.scale <= t.limit)
	}
	ratios := f.Ratios(t.benchmark, t.base, t.unit)
	if len(ratios) == 0 {
		return "not measured", "–"
	}
	median := figures.Median(ratios)
	low, high := figures.Interval(ratios)
	// One digit more than the limit has: a median of 1.004 is above 1.00.
	measured = fmt.Sprintf("%.3f (%.3f to %.3f)", median, low, high)
	if median > t.limit && low <= t.limit {
		return measured, "level"
	}
	return measured, yesOrNo(median <= t.limit)
}

func yesOrNo(reached bool) string {
	if reached {
		return "yes"
	}
	return "no"
}

func targetTable(f *figures.Figures) string {
	rows := [][]string{{"", "at most", "measured", "reached"}}
	for _, t := range targets {
		measured, reached := t.verdict(f)
		rows = append(rows, []string{t.what, fmt.Sprintf(t.format, t.limit), measured, reached})
	}
	return page.Table(rows)
}
