package main

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// Nothing is said in the first second, then the line changes ten times a second at most, and it is
// gone when something else is printed.
func TestProgress(t *testing.T) {
	var out bytes.Buffer
	now := time.Unix(0, 0)
	p := &progress{w: &out, begin: now, now: func() time.Time { return now }}
	for i := range 30 {
		p.say("%d ms", now.UnixMilli())
		now = now.Add(50 * time.Millisecond)
		if i > 27 {
			p.clear()
		}
	}
	const line = "\r\x1b[K"
	assert.Equal(t, line+"1000 ms"+line+"1100 ms"+line+"1200 ms"+line+"1300 ms"+line+"1400 ms"+line, out.String())
}

// Nobody is told anything when the output is no terminal.
func TestProgressUnwatched(t *testing.T) {
	var out bytes.Buffer
	p := newProgress(&out)
	p.begin = p.begin.Add(-time.Hour)
	p.say("here")
	p.clear()
	assert.Empty(t, out.String())
}
