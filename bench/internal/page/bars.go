package page

// This file draws bar charts as SVG: one group of horizontal bars for each thing measured, each group
// with a scale of its own.

import (
	"fmt"
	"html"
	"strings"
)

// Group is a group of bars on one scale.
type Group struct {
	Title string
	Bars  []Bar
}

// Bar is one bar. Own bars, those of this project, stand out.
type Bar struct {
	Label, Text string
	Value       float64
	Own         bool
}

const (
	barHeight  = 18
	labelWidth = 190
	barWidth   = 420
	width      = labelWidth + barWidth + 130
)

// Bars is the chart of the groups, under a title.
func Bars(title string, groups []Group) string {
	var b strings.Builder
	y := 34
	for _, g := range groups {
		y += 26
		fmt.Fprintf(&b, "<text x=\"12\" y=\"%d\" font-weight=\"600\">%s</text>\n", y, html.EscapeString(g.Title))
		y += 8
		most := 0.0
		for _, bar := range g.Bars {
			most = max(most, bar.Value)
		}
		for _, bar := range g.Bars {
			colour := "#9aa7b4"
			if bar.Own {
				colour = "#c2452d"
			}
			fmt.Fprintf(&b, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n", labelWidth-8, y+13, html.EscapeString(bar.Label))
			fmt.Fprintf(&b, "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>\n", labelWidth, y+2, barWidth*bar.Value/most, barHeight-4, colour)
			fmt.Fprintf(&b, "<text x=\"%.1f\" y=\"%d\">%s</text>\n", labelWidth+barWidth*bar.Value/most+6, y+13, html.EscapeString(bar.Text))
			y += barHeight
		}
	}
	return SVG(title, width, y+16, b.String())
}

// SVG wraps a drawing of the given size in a document with a white ground and a title.
func SVG(title string, width, height int, drawing string) string {
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" font-family="sans-serif" font-size="12" fill="#222">
<rect width="100%%" height="100%%" fill="#fff"/>
<text x="12" y="26" font-size="15" font-weight="600">%s</text>
%s</svg>
`, width, height, width, height, html.EscapeString(title), drawing)
}
