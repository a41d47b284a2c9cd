// Package figures reads the output of `go test -bench`.
package figures

import (
	"bufio"
	"fmt"
	"math"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Figures are the results of one or several runs.
type Figures struct {
	Config  map[string]string // lines such as "cpu: …"; the last of each name
	samples map[sample][]float64
	names   []string
}

// sample names a series of measurements.
type sample struct{ benchmark, unit string }

// cpus is what the testing package appends to a name: the number of CPUs.
var cpus = regexp.MustCompile(`-\d+$`)

// Read reads a file of output.
func Read(path string) (*Figures, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	f := &Figures{Config: map[string]string{}, samples: map[sample][]float64{}}
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if err := f.add(lines.Text()); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if len(f.names) == 0 {
		return nil, fmt.Errorf("%s has no benchmarks: it should be the output of go test -bench", path)
	}
	return f, nil
}

func (f *Figures) add(line string) error {
	if !strings.HasPrefix(line, "Benchmark") {
		if name, value, ok := strings.Cut(line, ": "); ok {
			f.Config[name] = strings.TrimSpace(value)
		}
		return nil
	}
	fields := strings.Fields(line)
	if len(fields) < 4 {
		return nil // a name alone: the benchmark was skipped, or said something
	}
	name := strings.TrimPrefix(cpus.ReplaceAllString(fields[0], ""), "Benchmark")
	if !slices.Contains(f.names, name) {
		f.names = append(f.names, name)
	}
	for i := 2; i+1 < len(fields); i += 2 {
		value, err := strconv.ParseFloat(fields[i], 64)
		if err != nil {
			return fmt.Errorf("%q: %w", line, err)
		}
		key := sample{name, fields[i+1]}
		f.samples[key] = append(f.samples[key], value)
	}
	return nil
}

// Names are the benchmarks whose names begin with prefix, in order.
func (f *Figures) Names(prefix string) []string {
	var found []string
	for _, name := range f.names {
		if strings.HasPrefix(name, prefix) {
			found = append(found, name)
		}
	}
	return found
}

// Median is the median of a benchmark's measurements in a unit, and whether there are any.
func (f *Figures) Median(benchmark, unit string) (float64, bool) {
	values := slices.Sorted(slices.Values(f.samples[sample{benchmark, unit}]))
	if len(values) == 0 {
		return 0, false
	}
	return Median(values), true
}

// Ratios are the ratios of two benchmarks in ascending order, one for each round: the two measurements of a
// round were taken within seconds of each other, so what slows the machine for a while cancels out.
func (f *Figures) Ratios(benchmark, base, unit string) []float64 {
	above, below := f.samples[sample{benchmark, unit}], f.samples[sample{base, unit}]
	ratios := make([]float64, min(len(above), len(below)))
	for i := range ratios {
		ratios[i] = above[i] / below[i]
	}
	slices.Sort(ratios)
	return ratios
}

// Median is the median of values in ascending order.
func Median(sorted []float64) float64 {
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}

// Interval is where the median lies of what the values, in ascending order, are samples of: between these
// two of them, with a confidence of 95 % or more. Fewer than six values cannot give that: then it is the
// least and the greatest.
func Interval(sorted []float64) (low, high float64) {
	// A value falls below that median as a coin falls on heads. So the chance that at most k of n values do is
	// a sum of binomial probabilities. While it is 2.5 % at most, k values can be left out below, and k above.
	n, leftOut := len(sorted), 0
	chance, exactly := 0.0, math.Pow(0.5, float64(n))
	for k := 0; chance+exactly <= 0.025; k++ {
		leftOut = k
		chance += exactly
		exactly *= float64(n-k) / float64(k+1)
	}
	return sorted[leftOut], sorted[n-1-leftOut]
}
