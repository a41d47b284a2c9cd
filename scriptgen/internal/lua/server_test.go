package lua

import (
	"context"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/scriptbind/scriptbind/internal/redistest"
)

// TestServerLimits confirms what TestLimits shows; the server names no line where the compiler's
// tables overflow.
func TestServerLimits(t *testing.T) {
	client := redistest.Start(t).Client(t)
	for _, test := range limitPrograms() {
		err := client.ScriptLoad(context.Background(), test.text).Err()
		if test.want == "" {
			assert.NoError(t, err, "%.80s", test.text)
			continue
		}
		_, message, _ := strings.Cut(test.want, ": ")
		assert.ErrorContains(t, err, message, "%.80s", test.text)
	}
}

// TestServerCompiles holds the parser against the compiler in a real server: SCRIPT LOAD must accept
// what Parse accepts, and refuse the rest with the same line and words. It is the server's nesting
// limit that Parse has.
func TestServerCompiles(t *testing.T) {
	client := redistest.Start(t).Client(t)
	texts := snippets()
	for seed := range 300 {
		g := &generator{rand: rand.New(rand.NewPCG(uint64(seed), 7))}
		program := g.program()
		texts = append(texts, program, g.damage(program), g.soup())
	}
	// "user_script:3: '=' expected near 'x'"; some versions put an @ in front
	position := regexp.MustCompile(`user_script:(\d+: .*)`)
	for _, text := range texts {
		if text == "" || strings.HasPrefix(text, "#!") {
			continue // an empty script is an error of its own; the first line is the server's business
		}
		want := ""
		if err := client.ScriptLoad(context.Background(), text).Err(); err != nil {
			m := position.FindStringSubmatch(err.Error())
			if !assert.NotNil(t, m, "%.300q: %v", text, err) {
				continue
			}
			want = "line " + m[1]
		}
		got := ""
		if _, err := Parse(text); err != nil {
			got = err.Error()
		}
		// Servers with the security fixes of October 2025 take [[ inside [[ … ]]; the others refuse it,
		// and so does Parse, since a script has to run on both.
		if strings.Contains(got, "nesting of [[...]]") {
			continue
		}
		// A reply is one line: the server writes line breaks, and what is no text, as spaces.
		plain := func(s string) string {
			return strings.TrimSpace(strings.Map(func(r rune) rune {
				if r == '\n' || r == '\r' {
					return ' '
				}
				return r
			}, s))
		}
		assert.Equal(t, plain(want), plain(got), "%.300q", text)
	}
}
