package main

// This file has the unit costs, as measured, and what a deployment costs by them.

import (
	"cmp"
	"fmt"
	"math"
	"slices"

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

// operation is one of the executor's: its name in BenchmarkOperation, and on the page.
type operation struct{ name, title string }

var (
	read = operation{"GetLinkedPod", "GetLinkedPod"}

	// changes are the operations that change a link by one request.
	changes = []operation{
		{"SetLinkedPod-persistent", "SetLinkedPod, persistent"},
		{"SetLinkedPod-temporary", "SetLinkedPod, temporary"},
		{"TrySetLinkedPod", "TrySetLinkedPod"},
		{"RemoveLinkedPod", "RemoveLinkedPod"},
	}

	operations = slices.Concat([]operation{read}, changes, []operation{
		{"ComputeLinkedPodIfAbsent-10-pods", "ComputeLinkedPodIfAbsent, no link yet, 10 pods"},
	})
)

// way is a way to reach the server: its name in BenchmarkOperation, and on the page.
type way struct{ name, title string }

var (
	pauses = way{"pauses", "64 callers with pauses"}
	ways   = []way{{"one-caller", "one caller"}, pauses, {"autopipeline", "64 callers, AutoPipeline"}}
)

func (c *costs) operation(by way, op operation, unit string) float64 {
	return c.get("Operation/by="+by.name+"/op="+op.name, unit)
}

func (c *costs) serverCPU(by way, op operation) float64 {
	return c.operation(by, op, "server-cpu-ns/op")
}

func (c *costs) replicaCPU(by way, op operation) float64 {
	return c.operation(by, op, "replica-cpu-ns/op")
}

// counted is a figure that does not depend on the way to the server: commands and bytes.
func (c *costs) counted(op operation, unit string) float64 { return c.operation(pauses, op, unit) }

func (c *costs) operationTable() string {
	rows := [][]string{{"operation", "commands", "to the server", "from the server", "to each replica"}}
	for _, op := range operations {
		rows = append(rows, []string{
			op.title,
			fmt.Sprintf("%.0f", c.counted(op, "redis.calls/op")),
			fmt.Sprintf("%.0f B", c.counted(op, "in-B/op")),
			fmt.Sprintf("%.0f B", c.counted(op, "out-B/op")),
			fmt.Sprintf("%.0f B", c.counted(op, "repl-B/op")),
		})
	}
	return page.Table(rows)
}

func (c *costs) cpuTable() string {
	head := []string{"operation"}
	for _, process := range []string{"server", "replica"} {
		for _, by := range ways {
			head = append(head, process+": "+by.title)
		}
	}
	rows := [][]string{head}
	for _, op := range operations {
		row := []string{op.title}
		for _, cpu := range []func(way, operation) float64{c.serverCPU, c.replicaCPU} {
			for _, by := range ways {
				row = append(row, microseconds(cpu(by, op)))
			}
		}
		rows = append(rows, row)
	}
	return page.Table(rows)
}

// dearest is the change that costs the server most.
func (c *costs) dearest(by way) operation {
	return slices.MaxFunc(changes, func(a, b operation) int {
		return cmp.Compare(c.serverCPU(by, a), c.serverCPU(by, b))
	})
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

// table counts masters and what they do. Busiest tells how many times the mean the busiest of so many
// masters has to do.
func (d deployment) table(c *costs, busiest func(masters int) float64) string {
	rows := [][]string{
		{fmt.Sprintf("%g link changes a minute by", d.changes)}, {"unit costs of"}, {"a change is counted as"},
		{"changes a second"}, {"reads a second"}, {"cores busy with changes"}, {"cores busy with reads"},
		{"**masters**"}, {fmt.Sprintf("busiest master / mean, Zipf activity of %g, worst draw", activity)}, {"CPU of the busiest master"},
		{"memory of links"}, {"memory of links on each master"},
		{"to all masters"}, {"from all masters"}, {"to the replicas, one for each master"}, {"cores busy in all replicas"},
	}
	users := float64(d.users)
	reads := users / 1000 * d.reads // a second
	memory := users * c.bytes("persistent", 36)
	for _, per := range readings {
		changed := users / per.users * d.changes / 60 // a second
		for _, by := range ways {
			change := c.dearest(by)
			changing := changed * c.serverCPU(by, change) / 1e9
			reading := reads * c.serverCPU(by, read) / 1e9
			masters := max(3, int(math.Ceil((changing+reading)/d.share)))
			uneven := busiest(masters)
			flow := func(unit string) string {
				return megabytes(changed*c.counted(change, unit) + reads*c.counted(read, unit))
			}
			for i, cell := range []string{
				per.title, by.title, change.title,
				thousands(changed), thousands(reads), fmt.Sprintf("%.2f", changing), fmt.Sprintf("%.2f", reading),
				fmt.Sprintf("**%d**", masters), fmt.Sprintf("%.2f", uneven),
				fmt.Sprintf("%.0f %% of a core", 100*uneven*(changing+reading)/float64(masters)),
				fmt.Sprintf("%.2f GB", memory/1e9), fmt.Sprintf("%.2f GB", memory/1e9/float64(masters)),
				flow("in-B/op"), flow("out-B/op"), flow("repl-B/op"),
				fmt.Sprintf("%.2f", changed*c.replicaCPU(by, change)/1e9),
			} {
				rows[i] = append(rows[i], cell)
			}
		}
	}
	return page.Table(rows)
}

// statesTable is about the hottest key: the states of a service's pods, which ComputeLinkedPodIfAbsent reads.
// A call costs the states' master the script that reads them, and a request, for which a GET stands.
func (d deployment) statesTable(c *costs) string {
	rows := [][]string{{
		"pods of the service", "reading script", "HGETALL alone", "choosing script",
		fmt.Sprintf("calls a second, states' master %g %% busy", 100*d.share), "users placed in a minute",
	}}
	for _, pods := range []int{10, 100, 1000} {
		reading := c.get(fmt.Sprintf("ServerTime/script=GetService/case=%d-pods", pods), "server-ns/op")
		plain := c.get(fmt.Sprintf("States/pods=%d", pods), "server-ns/op")
		choosing := c.get(fmt.Sprintf("ServerTime/script=ComputeLinkIfAbsent/case=absent-%d-pods", pods), "server-ns/op")
		rate := d.share * 1e9 / (reading + c.serverCPU(pauses, read))
		rows = append(rows, []string{thousands(float64(pods)), microseconds(reading), microseconds(plain), microseconds(choosing), thousands(rate), thousands(60 * rate)})
	}
	return page.Table(rows)
}

func microseconds(ns float64) string { return fmt.Sprintf("%.1f µs", ns/1e3) }

func megabytes(bytes float64) string { return fmt.Sprintf("%.1f MB/s", bytes/1e6) }

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
