// Report writes the tables of docs/benchmarks.md and the plot docs/benchmarks.svg from the output of the
// benchmarks.
//
//	go run ./report -in out/bench.txt -docs ../docs
package main

import (
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/scriptbind/scriptbind/bench/internal/figures"
	"github.com/scriptbind/scriptbind/bench/internal/page"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("report: ")
	in := flag.String("in", "out/bench.txt", "output of go test -bench")
	docs := flag.String("docs", "../docs", "folder of benchmarks.md and benchmarks.svg")
	flag.Parse()
	if err := run(*in, *docs); err != nil {
		log.Fatal(err)
	}
}

// run reads the file in and writes the page and its plot in the folder docs.
func run(in, docs string) error {
	measured, err := figures.Read(in)
	if err != nil {
		return err
	}
	sections := map[string]string{
		"machine":     machine(measured),
		"targets":     targetTable(measured),
		"server-time": serverTimeTable(measured),
	}
	for section, args := range map[string][]string{
		"one":         {"-filter", ".name:SetLinkOne .unit:(sec/op OR cpu-sec/op OR B/op OR allocs/op)", "-col", "/peer"},
		"concurrent":  {"-filter", ".name:SetLinkConcurrent .unit:(sec/op OR cpu-sec/op OR allocs/op)", "-col", "/peer@(rueidis rueidis-delay go-redis go-redis-auto scriptbind scriptbind-auto executor-auto)"},
		"batch":       {"-filter", ".name:SetLinkBatch .unit:(sec/cmd OR ns/cmd OR cpu-sec/op OR allocs/op)", "-col", "/peer"},
		"reads":       {"-filter", ".name:GetLinkedPod .unit:(sec/op OR B/op OR allocs/op)", "-col", "/peer"},
		"batch-reads": {"-filter", ".name:BatchGetLinkedPod .unit:(sec/op OR cpu-sec/op OR allocs/op)", "-col", "/peer"},
		"generate":    {"-filter", ".name:Generate .unit:sec/op"},
	} {
		if sections[section], err = benchstat(append(args, in)...); err != nil {
			return err
		}
	}
	if err := page.Fill(filepath.Join(docs, "benchmarks.md"), sections); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(docs, "benchmarks.svg"), []byte(plot(measured)), 0o644)
}

// machine tells where the figures were taken.
func machine(f *figures.Figures) string {
	return fmt.Sprintf("%s, %s CPUs, %s/%s; Redis %s on the same machine, without persistence; %s.",
		f.Config["cpu"], f.Config["cpus"], f.Config["goos"], f.Config["goarch"], f.Config["redis"], f.Config["go"])
}

// benchstat is the output of benchstat, fenced. It ends with status 0 whatever happens, but then prints nothing.
func benchstat(args ...string) (string, error) {
	cmd := exec.Command("go", append([]string{"tool", "benchstat"}, args...)...)
	var problem strings.Builder
	cmd.Stderr = &problem
	out, err := cmd.Output()
	if err == nil && len(out) == 0 {
		err = errors.New("no results")
	}
	if err != nil {
		return "", fmt.Errorf("%s: %w\n%s", strings.Join(cmd.Args, " "), err, problem.String())
	}
	return "```text\n" + strings.TrimSpace(string(out)) + "\n```", nil
}

// serverTimeTable has the server's account of each script.
func serverTimeTable(f *figures.Figures) string {
	rows := [][]string{{"script", "redis.calls", "server time", "99th percentile"}}
	for _, name := range f.Names("ServerTime/") {
		script, situation, _ := strings.Cut(strings.TrimPrefix(name, "ServerTime/script="), "/case=")
		calls, _ := f.Median(name, "redis.calls/op")
		mean, _ := f.Median(name, "server-ns/op")
		p99, _ := f.Median(name, "p99-ns")
		rows = append(rows, []string{
			fmt.Sprintf("Stateful%s, %s", script, strings.ReplaceAll(situation, "-", " ")),
			fmt.Sprintf("%.0f", calls), fmt.Sprintf("%.1f µs", mean/1e3), fmt.Sprintf("%.0f µs", p99/1e3),
		})
	}
	return page.Table(rows)
}
