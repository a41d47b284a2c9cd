package main

// This file shows who is where, as the directory tells it: a table that is redrawn in place on a
// terminal, and printed now and then elsewhere.

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
)

// view draws on a terminal or prints.
type view struct {
	out      io.Writer
	terminal bool // redraw in place
	color    bool
	drawn    int // lines of the last drawing
}

// newView finds out what out can do. NO_COLOR (https://no-color.org) switches colors off.
func newView(out io.Writer) *view {
	v := &view{out: out}
	if f, ok := out.(*os.File); ok {
		info, err := f.Stat()
		v.terminal = err == nil && info.Mode()&os.ModeCharDevice != 0 && os.Getenv("TERM") != "dumb"
	}
	v.color = v.terminal && os.Getenv("NO_COLOR") == ""
	return v
}

const (
	bold   = "1"
	faint  = "2"
	red    = "31"
	green  = "32"
	yellow = "33"
)

func (v *view) paint(code, text string) string {
	if !v.color {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

// draw shows the table.
func (v *view) draw(elapsed, title string, rows []row, w *world) {
	total := len(w.users)
	var b strings.Builder
	lines := 0
	line := func(text string) {
		b.WriteString(text)
		if v.terminal {
			b.WriteString("\x1b[K") // what the last drawing left on the line
		}
		b.WriteByte('\n')
		lines++
	}
	if v.terminal && v.drawn > 0 {
		fmt.Fprintf(&b, "\x1b[%dA", v.drawn)
	}
	line("")
	line(fmt.Sprintf("%s  %s", v.paint(faint, elapsed), v.paint(bold, title)))
	line(v.paint(faint, fmt.Sprintf("  %-8s %-9s %-16s %6s", "pod", "", "reports", "users")))
	linked := 0
	for _, r := range rows {
		linked += r.users
		bar := strings.Repeat("█", r.users*barWidth/max(total, 1))
		line(fmt.Sprintf("  %-8s %s %s %6d %s", fmt.Sprintf("%s-%d", service, r.pod),
			v.paint(r.color(), fmt.Sprintf("%-9s", r.phase)), v.paint(faint, fmt.Sprintf("%-16s", r.state)),
			r.users, v.paint(r.color(), bar)))
	}
	line(fmt.Sprintf("  %d of %d users arrived, %d linked, %d moves", w.arrived.Load(), total, linked, w.moves.Load()))
	v.drawn = lines
	_, _ = io.WriteString(v.out, b.String())
}

// barWidth is the width of the bar of a pod that holds every user.
const barWidth = 60

// row is what the table shows of one pod.
type row struct {
	pod   int
	phase podPhase
	state string // as stored
	users int    // linked to it, as stored
}

func (r row) color() string {
	return map[podPhase]string{running: green, draining: yellow, dead: red}[r.phase]
}

// look reads the directory: the state of each pod, and which pod each user is linked to.
func look(ctx context.Context, w *world) ([]row, error) {
	states, err := w.directory.GetServiceState(ctx, w.namespace, service)
	if err != nil {
		return nil, err
	}
	uids := make([]string, w.arrived.Load())
	for i := range uids {
		uids[i] = w.users[i].uid
	}
	linked, err := w.directory.BatchGetLinkedPod(ctx, w.namespace, uids, service)
	if err != nil {
		return nil, err
	}
	var rows []row
	for _, p := range w.pods {
		phase := podPhase(p.phase.Load())
		if phase == absent {
			continue
		}
		rows = append(rows, row{pod: p.ordinal, phase: phase, state: states[p.ordinal], users: len(linked[p.ordinal])})
	}
	return rows, nil
}
