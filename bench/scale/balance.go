package main

// This file shows how evenly the populations load slots and masters.

import (
	"fmt"
	"slices"
	"strings"

	"github.com/scriptbind/scriptbind/bench/internal/page"
)

// draws is how often the uids of users are drawn whose activity is uneven: where the few most active fall is
// chance, and one draw says little of the next.
const draws = 5

// simulated is a population and the loads of the slots, for each draw of its uids.
type simulated struct {
	population
	loads [][]float64
}

func simulate(users int) ([]simulated, error) {
	sims := make([]simulated, len(populations))
	for i, p := range populations {
		sims[i].population = p
		times := 1
		if p.exponent > 0 {
			times = draws
		}
		for draw := range times {
			loads, err := p.loads(users, draw)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", p.name, err)
			}
			sims[i].loads = append(sims[i].loads, loads)
		}
	}
	return sims, nil
}

// busiest tells how many times the mean the busiest of so many masters has to do, for each draw, in rising
// order.
func (s simulated) busiest(masters int) []float64 {
	var busiest []float64
	for _, loads := range s.loads {
		busiest = append(busiest, imbalance(onMasters(loads, masters)))
	}
	slices.Sort(busiest)
	return busiest
}

func (s simulated) busiestAtWorst(masters int) float64 { return slices.Max(s.busiest(masters)) }

// uneven is the population by which masters are counted.
func uneven(sims []simulated) simulated {
	return sims[slices.IndexFunc(sims, func(s simulated) bool { return s.exponent == activity })]
}

func balanceTable(sims []simulated) string {
	masters := []int{3, 6, 12, 24, 48}
	head := []string{"uids", "slots: deviation", "busiest slot"}
	for _, m := range masters {
		head = append(head, fmt.Sprintf("%d masters", m))
	}
	rows := [][]string{head}
	for _, s := range sims {
		row := []string{s.name, fmt.Sprintf("%.1f %%", 100*spread(s.loads[0])), fmt.Sprintf("%.2f", imbalance(s.loads[0]))}
		for _, m := range masters {
			busiest := s.busiest(m)
			cell := fmt.Sprintf("%.3f", busiest[len(busiest)/2])
			if len(busiest) > 1 {
				cell += fmt.Sprintf(" (%.3f to %.3f)", busiest[0], busiest[len(busiest)-1])
			}
			row = append(row, cell)
		}
		rows = append(rows, row)
	}
	return page.Table(rows)
}

// balancePlot draws, for each population, the load of 256 ranges of slots in relation to their mean.
func balancePlot(title string, sims []simulated) string {
	const (
		ranges         = 256
		left, barWidth = 12, 3
		top, height    = 66, 50 // of the first strip; of the mean
		most           = 2.0    // times the mean: what is higher is cut off
		strip          = height*most + 42
	)
	var b strings.Builder
	for i, s := range sims {
		base := float64(top+i*strip) + height*most
		fmt.Fprintf(&b, "<text x=\"%d\" y=\"%.0f\" font-weight=\"600\">%s</text>\n", left, base-height*most-8, s.name)
		outline := fmt.Sprintf("M%d %.1f", left, base)
		for j, load := range onMasters(s.loads[0], ranges) {
			relative, x := load*ranges, left+j*barWidth
			outline += fmt.Sprintf("V%.1fh%d", base-height*min(relative, most), barWidth)
			if relative > most {
				fmt.Fprintf(&b, "<text x=\"%d\" y=\"%.0f\" fill=\"#c2452d\">%.1f</text>\n", x+6, base-height*most+9, relative)
			}
		}
		fmt.Fprintf(&b, "<path d=\"%sV%.1fz\" fill=\"#5b7c99\"/>\n", outline, base)
		fmt.Fprintf(&b, "<line x1=\"%d\" x2=\"%d\" y1=\"%.0f\" y2=\"%.0f\" stroke=\"#222\" stroke-dasharray=\"4 3\"/>\n", left, left+ranges*barWidth, base-height, base-height)
		fmt.Fprintf(&b, "<text x=\"%d\" y=\"%.0f\">mean</text>\n", left+ranges*barWidth+5, base-height+4)
	}
	return page.SVG(title, left+ranges*barWidth+50, top+len(sims)*strip, b.String())
}
