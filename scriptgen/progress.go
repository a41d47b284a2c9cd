package main

// This file tells people who wait what is being done.

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync"
	"time"
)

// progress is a line at the bottom of a terminal that is there once the work has taken a second, and is
// gone whenever something else is printed. A nil progress says nothing.
type progress struct {
	terminal io.Writer
	begin    time.Time

	mu    sync.Mutex
	timer *time.Timer // nil once the work is done
	text  string      // what is being done
	shown string      // the line on the terminal, "" when there is none
}

// startProgress begins to watch the time. The line is on stderr: where that is no terminal, nobody waits
// in front of it.
func startProgress(stderr io.Writer) *progress {
	if !isTerminal(stderr) {
		return nil
	}
	return startLine(stderr)
}

func startLine(terminal io.Writer) *progress {
	p := &progress{terminal: terminal, begin: time.Now()}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.timer = time.AfterFunc(time.Second, p.show)
	return p
}

// say sets what is being done.
func (p *progress) say(format string, args ...any) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.text = fmt.Sprintf(format, args...)
}

// clearLine brings the cursor to the line's beginning and empties the line.
const clearLine = "\r\x1b[K"

// show brings the line up to date, and does so again in a moment.
func (p *progress) show() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.timer == nil {
		return
	}
	if p.text != "" {
		line := fmt.Sprintf("%.70s, %ds", // short enough for one line of any terminal
			p.text, int(time.Since(p.begin).Seconds()))
		if line != p.shown {
			io.WriteString(p.terminal, clearLine+line)
			p.shown = line
		}
	}
	p.timer.Reset(100 * time.Millisecond)
}

// stop removes the line for good.
func (p *progress) stop() {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.timer.Stop()
	p.timer = nil
	p.clear()
}

func (p *progress) clear() {
	if p.shown != "" {
		io.WriteString(p.terminal, clearLine)
		p.shown = ""
	}
}

// over returns w so that what is printed to it takes the line's place.
func (p *progress) over(w io.Writer) io.Writer {
	if f, ok := w.(*os.File); ok && p != nil {
		return overLine{f, p}
	}
	return w
}

type overLine struct {
	file     *os.File
	progress *progress
}

// Write implements io.Writer.
func (o overLine) Write(text []byte) (int, error) {
	o.progress.mu.Lock()
	defer o.progress.mu.Unlock()
	o.progress.clear()
	return o.file.Write(text)
}

// Stat is by what isTerminal tells a terminal.
func (o overLine) Stat() (fs.FileInfo, error) { return o.file.Stat() }
