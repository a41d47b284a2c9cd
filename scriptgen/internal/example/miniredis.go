package example

// This file holds the embedded server, and what sets it apart from a real one: it reads no "#!lua"
// line, and there are things it cannot do.

import (
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"

	"github.com/scriptbind/scriptbind/scriptgen/internal/contract"
	"github.com/scriptbind/scriptbind/scriptgen/luascript"
)

// Embedded returns a miniredis of its own. A step may take 5 seconds on it: miniredis cannot stop a script.
func Embedded() (*Server, error) { return embedded(5 * time.Second) }

func embedded(patience time.Duration) (*Server, error) {
	mini := miniredis.NewMiniRedis()
	if err := mini.Start(); err != nil {
		return nil, err
	}
	// Time stands still but for advance, for TIME inside of scripts too.
	now := time.Now()
	mini.SetTime(now)
	mini.ClockTTL(true)
	return &Server{
		Name:   "miniredis",
		client: redis.NewClient(&redis.Options{Addr: mini.Addr(), ReadTimeout: patience, MaxRetries: -1}),
		owned:  true,
		mini:   mini,
		advance: func(d time.Duration) {
			now = now.Add(d)
			mini.SetTime(now)
		},
		stop: func() error {
			go mini.Close() // waits for a script that never ends
			return nil
		},
	}, nil
}

// script returns a script as generated code has it.
func (s *Server) script(c *contract.Script) *luascript.Script {
	text := c.Program.Text
	if s.mini != nil {
		text = withoutShebang(text)
	}
	sum := sha1.Sum([]byte(text))
	script := &luascript.Script{
		Name:     c.Name,
		File:     c.Program.File.Name,
		Source:   text,
		SHA1:     hex.EncodeToString(sum[:]),
		ReadOnly: c.ReadOnly,
		Errors:   map[string]error{},
	}
	for _, r := range c.Program.LineRanges() {
		script.Lines = append(script.Lines, luascript.LineRange{Line: r.Line, File: r.File.Name, FileLine: r.FileLine})
	}
	for _, e := range c.Errors {
		script.Errors[e.Code] = errors.New(e.Code)
	}
	return script
}

// withoutShebang makes a comment of a "#!lua" line, which miniredis cannot read.
func withoutShebang(text string) string {
	if strings.HasPrefix(text, "#!") {
		return "--" + text
	}
	return text
}

// A script that reads a library which miniredis lacks cannot run on it. An unknown command may be a slip
// in the script as well.
var (
	lackingLibrary = regexp.MustCompile(`nonexistent global variable '(cmsgpack|struct|bit)'`)
	unknown        = regexp.MustCompile(`(?i)unknown (redis )?command|attempt to call a non-function`)
)

const elsewhere = "a real server does: --server-binary redis-server, or --redis URL"

// lacks returns why the call that ended in err cannot run on this server, or "".
func (s *Server) lacks(err error) string {
	if s.mini == nil || err == nil {
		return ""
	}
	if m := lackingLibrary.FindStringSubmatch(err.Error()); m != nil {
		return fmt.Sprintf("%s does not have the library %s; %s", s.Name, m[1], elsewhere)
	}
	return ""
}

// hint says where an example runs that miniredis may be unable to run.
func (s *Server) hint(message string) string {
	if s.mini == nil || !unknown.MatchString(message) {
		return ""
	}
	return "miniredis does not know every command; " + elsewhere
}
