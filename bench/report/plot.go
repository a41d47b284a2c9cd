package main

// This file draws the peers side by side.

import (
	"fmt"
	"strings"

	"github.com/scriptbind/scriptbind/bench/internal/figures"
	"github.com/scriptbind/scriptbind/bench/internal/page"
)

// plots are the groups of bars: the benchmarks with a prefix, by the peer at the end of their names.
var plots = []struct {
	title, prefix, unit, axis string
	scale                     float64
}{
	{"One call at a time", "SetLinkOne/peer=", "ns/op", "µs a call", 1e-3},
	{"64 concurrent callers", "SetLinkConcurrent/callers=64/peer=", "ns/op", "µs a call", 1e-3},
	{"512 concurrent callers", "SetLinkConcurrent/callers=512/peer=", "ns/op", "µs a call", 1e-3},
	{"Batches of 100, 8 callers", "SetLinkBatch/peer=", "ns/cmd", "µs a call", 1e-3},
	{"Reading a link", "GetLinkedPod/peer=", "ns/op", "µs a read", 1e-3},
	{"Reading 10,000 links", "BatchGetLinkedPod/server=standalone/peer=", "ns/op", "ms", 1e-6},
	{"Reading 10,000 links, three masters", "BatchGetLinkedPod/server=cluster/peer=", "ns/op", "ms", 1e-6},
}

func plot(f *figures.Figures) string {
	var groups []page.Group
	for _, p := range plots {
		group := page.Group{Title: p.title + " (" + p.axis + ", less is better)"}
		for _, name := range f.Names(p.prefix) {
			value, ok := f.Median(name, p.unit)
			if !ok {
				continue
			}
			peer := strings.TrimPrefix(name, p.prefix)
			group.Bars = append(group.Bars, page.Bar{
				Label: peer, Text: fmt.Sprintf("%.3g", value*p.scale), Value: value,
				Own: strings.HasPrefix(peer, "scriptbind") || strings.HasPrefix(peer, "executor"),
			})
		}
		groups = append(groups, group)
	}
	return page.Bars("The set-link script, and reading links", groups)
}
