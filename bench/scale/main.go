// Scale computes what docs/scale.md says of a large deployment, from measured unit costs and a simulation
// of the slots, and writes the page's tables and docs/scale.svg.
//
//	go run ./scale -in out/bench.txt -docs ../docs
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/scriptbind/scriptbind/bench/internal/figures"
	"github.com/scriptbind/scriptbind/bench/internal/page"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("scale: ")
	in := flag.String("in", "out/bench.txt", "output of go test -bench, with LinkMemory, Operation and ServerTime")
	docs := flag.String("docs", "../docs", "folder of scale.md and scale.svg")
	users := flag.Int("users", 10_000_000, "concurrent users")
	changes := flag.Float64("changes", 2, "link changes a minute")
	reads := flag.Float64("reads", 50, "reads of a link a second, for each thousand users")
	share := flag.Float64("cpu", 0.5, "the part of a core that a master may use")
	flag.Parse()

	measured, err := figures.Read(*in)
	if err != nil {
		log.Fatal(err)
	}
	d := deployment{
		users: float64(*users), reads: float64(*users) / 1000 * *reads, share: *share,
		changes: map[string]float64{
			"each user":           float64(*users) * *changes / 60,
			"each thousand users": float64(*users) / 1000 * *changes / 60,
		},
	}
	c := &costs{figures: measured}
	sim := simulate(*users)
	sections := map[string]string{
		"memory":     c.memoryTable(),
		"operations": c.operationTable(),
		"cluster":    d.table(c, sim),
		"states":     d.statesTable(c),
		"balance":    balanceTable(sim),
	}
	if c.err != nil {
		log.Fatalf("%s: %v", *in, c.err)
	}
	if err := page.Fill(filepath.Join(*docs, "scale.md"), sections); err != nil {
		log.Fatal(err)
	}
	plot := balancePlot(fmt.Sprintf("Load of 256 ranges of 64 slots, %s users", thousands(float64(*users))), sim)
	if err := os.WriteFile(filepath.Join(*docs, "scale.svg"), []byte(plot), 0o644); err != nil {
		log.Fatal(err)
	}
}
