package main

// This file has the unit costs, as measured, and what a deployment costs by them.

import (
	"fmt"
	"math"
	"strings"

	"github.com/scriptbind/scriptbind/bench/internal/figures"
	"github.com/scriptbind/scriptbind/bench/internal/page"
)

// costs are the measured unit costs.
type costs struct {
	figures *figures.Figures
	err     error // the first figure that is missing
}

// get is a figure in a unit.
func (c *costs) get(benchmark, unit string) float64 {
	value, ok := c.figures.Median(benchmark, unit)
	if !ok && c.err == nil {
		c.err = fmt.Errorf("no %s of %s", unit, benchmark)
	}
	return value
}

func (c *costs) memoryTable() string {
	rows := [][]string{{"link", "keys", "uid of 8 bytes", "20 bytes", "36 bytes"}}
	for _, kind := range []string{"persistent", "temporary"} {
		row := []string{kind, fmt.Sprintf("%.0f", c.get("LinkMemory/kind="+kind+"/uid-bytes=8", "keys/link"))}
		for _, width := range []int{8, 20, 36} {
			row = append(row, fmt.Sprintf("%.0f B", c.bytes(kind, width)))
		}
		rows = append(rows, row)
	}
	for _, key := range []struct{ title, unit string }{
		{"MEMORY USAGE of the link", "B/link-key"}, {"MEMORY USAGE of the hash, with one link", "B/links-key"},
	} {
		row := []string{key.title, ""}
		for _, width := range []int{8, 20, 36} {
			row = append(row, fmt.Sprintf("%.0f B", c.get(fmt.Sprintf("LinkMemory/kind=persistent/uid-bytes=%d", width), key.unit)))
		}
		rows = append(rows, row)
	}
	return page.Table(rows)
}

// bytes is used_memory for a link.
func (c *costs) bytes(kind string, width int) float64 {
	return c.get(fmt.Sprintf("LinkMemory/kind=%s/uid-bytes=%d", kind, width), "B/link")
}

var operations = []string{
	"GetLinkedPod", "SetLinkedPod-persistent", "SetLinkedPod-temporary", "TrySetLinkedPod", "RemoveLinkedPod", "ComputeLinkedPodIfAbsent-10-pods",
}

// Ways to reach the server; see BenchmarkOperation.
const (
	byOne        = "one-caller"
	byConnection = "connection"
	byPipeline   = "autopipeline"
)

func (c *costs) operation(by, op, unit string) float64 {
	return c.get("Operation/by="+by+"/op="+op, unit)
}

func (c *costs) operationTable() string {
	rows := [][]string{{"operation", "commands in the server", "server CPU, one caller", "64 callers", "64 callers, AutoPipeline", "replica CPU", "to the server", "from it", "to each replica"}}
	for _, op := range operations {
		rows = append(rows, []string{
			strings.ReplaceAll(strings.Replace(op, "-", ", ", 1), "-", " "),
			fmt.Sprintf("%.0f", c.operation(byConnection, op, "redis.calls/op")),
			microseconds(c.operation(byOne, op, "server-cpu-ns/op")),
			microseconds(c.operation(byConnection, op, "server-cpu-ns/op")),
			microseconds(c.operation(byPipeline, op, "server-cpu-ns/op")),
			microseconds(c.operation(byPipeline, op, "replica-cpu-ns/op")),
			fmt.Sprintf("%.0f B", c.operation(byConnection, op, "in-B/op")),
			fmt.Sprintf("%.0f B", c.operation(byConnection, op, "out-B/op")),
			fmt.Sprintf("%.0f B", c.operation(byConnection, op, "repl-B/op")),
		})
	}
	return page.Table(rows)
}

// deployment is what users do, and how busy the masters may be.
type deployment struct {
	users   int
	changes float64 // a minute, by each user or by each thousand: see readings
	reads   float64 // a second, by each thousand users
	share   float64 // of a core that a master may use
}

// readings are the two ways to read "two changes a minute": by each so many users.
var readings = []struct {
	title string
	users float64
}{{"each user", 1}, {"each thousand users", 1000}}

// The change that costs the most stands for all of them.
const (
	change = "SetLinkedPod-temporary"
	read   = "GetLinkedPod"
)

func (d deployment) table(c *costs, loads []float64) string {
	users := float64(d.users)
	reads := users / 1000 * d.reads
	ways := []struct{ name, title string }{{byOne, "one caller"}, {byConnection, "64 callers"}, {byPipeline, "AutoPipeline"}}
	rows := [][]string{{fmt.Sprintf("%g link changes a minute by", d.changes)}, {"unit costs of"}, {"changes a second"}, {"reads a second"}, {"cores busy with changes"}, {"cores busy with reads"},
		{"**masters**"}, {fmt.Sprintf("busiest master, Zipf activity of %g", activity)}, {"memory of links, 36-byte uids"}, {"memory of links on each master"}, {"to all masters"}, {"from all masters"}, {"to the replicas, one for each master"}, {"cores busy in all replicas"}}
	for _, by := range readings {
		changes := users / by.users * d.changes / 60
		for _, way := range ways {
			changing := changes * c.operation(way.name, change, "server-cpu-ns/op") / 1e9
			reading := reads * c.operation(way.name, read, "server-cpu-ns/op") / 1e9
			masters := max(3, int(math.Ceil((changing+reading)/d.share)))
			busiest := (changing + reading) / float64(masters) * imbalance(onMasters(loads, masters))
			memory := users * c.bytes("persistent", 36)
			flow := func(unit string) string {
				return megabytes(changes*c.operation(way.name, change, unit) + reads*c.operation(way.name, read, unit))
			}
			for i, cell := range []string{
				by.title, way.title,
				thousands(changes), thousands(reads), fmt.Sprintf("%.1f", changing), fmt.Sprintf("%.1f", reading),
				fmt.Sprintf("**%d**", masters), fmt.Sprintf("%.0f %% of a core", 100*busiest),
				fmt.Sprintf("%.1f GB", memory/1e9), fmt.Sprintf("%.2f GB", memory/1e9/float64(masters)),
				flow("in-B/op"), flow("out-B/op"), flow("repl-B/op"),
				fmt.Sprintf("%.1f", changes*c.operation(way.name, change, "replica-cpu-ns/op")/1e9),
			} {
				rows[i] = append(rows[i], cell)
			}
		}
	}
	return page.Table(rows)
}

// statesTable is about the hottest key: the states of a service's pods, which ComputeLinkedPodIfAbsent reads.
func (d deployment) statesTable(c *costs) string {
	rows := [][]string{{"pods of the service", "server time of a read", "of the choice", "of HGETALL", fmt.Sprintf("calls a second that keep the states' master %g %% busy", 100*d.share), "users who can be placed within a minute"}}
	for _, pods := range []int{10, 100, 1000} {
		reading := c.get(fmt.Sprintf("ServerTime/script=GetService/case=%d-pods", pods), "server-ns/op")
		choosing := c.get(fmt.Sprintf("ServerTime/script=ComputeLinkIfAbsent/case=absent-%d-pods", pods), "server-ns/op")
		plain := c.get(fmt.Sprintf("States/pods=%d", pods), "server-ns/op")
		rate := d.share * 1e9 / reading
		rows = append(rows, []string{fmt.Sprint(pods), microseconds(reading), microseconds(choosing), microseconds(plain), thousands(rate), thousands(60 * rate)})
	}
	return page.Table(rows)
}

func microseconds(ns float64) string { return fmt.Sprintf("%.1f µs", ns/1e3) }

func megabytes(bytes float64) string { return fmt.Sprintf("%.0f MB/s", bytes/1e6) }

// thousands writes a number with three significant digits and with commas.
func thousands(n float64) string {
	if n >= 1000 {
		unit := math.Pow(10, math.Floor(math.Log10(n))-2)
		n = math.Round(n/unit) * unit
	}
	digits := fmt.Sprintf("%.0f", n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
