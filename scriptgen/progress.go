package main

// This file tells people who wait how far the work is.

import (
	"fmt"
	"io"
	"time"
)

// progress is a line on a terminal that is written over and over, from the second second on.
type progress struct {
	w     io.Writer // nil when nobody is watching
	now   func() time.Time
	begin time.Time
	last  time.Time // when the line was last written
	shown bool
}

func newProgress(w io.Writer) *progress {
	p := &progress{now: time.Now, begin: time.Now()}
	if isTerminal(w) {
		p.w = w
	}
	return p
}

// clearLine brings the cursor to the line's beginning and empties the line.
const clearLine = "\r\x1b[K"

// say replaces the line, if it is time to.
func (p *progress) say(format string, args ...any) {
	now := p.now()
	if p.w == nil || now.Sub(p.begin) < time.Second || now.Sub(p.last) < 100*time.Millisecond {
		return
	}
	p.last, p.shown = now, true
	fmt.Fprintf(p.w, clearLine+format, args...)
}

// clear removes the line, so that something else can be printed.
func (p *progress) clear() {
	if p.shown {
		io.WriteString(p.w, clearLine)
		p.shown = false
	}
}
