// Scale computes what docs/scale.md says of a large deployment, from measured unit costs and a simulation
// of the slots, and writes the page's tables and docs/scale.svg.
//
//	go run ./scale -in out/bench.txt -docs ../docs
package main

import (
	"errors"
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
	in := flag.String("in", "out/bench.txt", "output of go test -bench, with LinkMemory, Operation, ServerTime and States")
	docs := flag.String("docs", "../docs", "folder of scale.md and scale.svg")
	var d deployment
	flag.IntVar(&d.users, "users", 10_000_000, "concurrent users")
	flag.Float64Var(&d.changes, "changes", 2, "link changes a minute")
	flag.Float64Var(&d.reads, "reads", 50, "reads of a link a second, for each thousand users")
	flag.Float64Var(&d.share, "cpu", 0.5, "the part of a core that a master may use")
	flag.Parse()
	if err := run(*in, *docs, d); err != nil {
		log.Fatal(err)
	}
}

// run reads the file in and writes the page and its plot in the folder docs.
func run(in, docs string, d deployment) error {
	if d.users < 1 || d.changes < 0 || d.reads < 0 || d.share <= 0 {
		return errors.New("-users and -cpu have to be above 0, -changes and -reads not below 0")
	}
	measured, err := figures.Read(in)
	if err != nil {
		return err
	}
	sims, err := simulate(d.users)
	if err != nil {
		return err
	}
	c := &costs{figures: measured}
	sections := map[string]string{
		"memory":     c.memoryTable(),
		"operations": c.operationTable(),
		"cpu":        c.cpuTable(),
		"cluster":    d.table(c, uneven(sims).busiestAtWorst),
		"states":     d.statesTable(c),
		"balance":    balanceTable(sims),
	}
	if c.err != nil {
		return fmt.Errorf("%s: %w", in, c.err)
	}
	if err := page.Fill(filepath.Join(docs, "scale.md"), sections); err != nil {
		return err
	}
	plot := balancePlot(fmt.Sprintf("Load of 256 ranges of 64 slots, %s users", thousands(float64(d.users))), sims)
	return os.WriteFile(filepath.Join(docs, "scale.svg"), []byte(plot), 0o644)
}
