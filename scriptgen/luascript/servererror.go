package luascript

// This file reads the server's error replies: the code, the message, and the line of the script.

import (
	"errors"
	"regexp"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"
)

// ServerError is an error reply of a script: one it returned with redis.error_reply, or one that
// ended it. What the script wrote before stays written.
//
// errors.Is finds the sentinel of a declared code, and the error as go-redis read it.
type ServerError struct {
	Script  string
	Code    string // first word of the reply: "OUT_OF_STOCK", "WRONGTYPE", "ERR"
	Message string // the rest, without the server's own position
	File    string // "scripts/statefulSetLink.lua", or the included file
	Line    int    // in File; 0 when the server did not tell
	causes  []error
}

// Error implements error.
func (e *ServerError) Error() string {
	text := e.File
	if e.Line > 0 {
		text += ":" + strconv.Itoa(e.Line)
	}
	text += ": " + e.Code
	if e.Message != "" {
		text += " " + e.Message
	}
	return text
}

// Unwrap returns the declared sentinel, if there is one, and the error as go-redis read it.
func (e *ServerError) Unwrap() []error { return e.causes }

// The server puts the position at the end, and Lua's own messages begin with it; an error found while
// compiling has only Lua's. miniredis calls every error one of compiling, and appends Lua's stack; an
// error about a global it raises in a function of its own, whose caller is the script.
var (
	trailer   = regexp.MustCompile(`\s*script: (?:[0-9a-f]{40}, )?(?:on @?user_script:(\d+)|&c)\.?\s*$`)
	position  = regexp.MustCompile(`@?(?:user_script|<string>)(?::| line:)(\d+)(?:\(column:\d+\))?:? *`)
	miniredis = regexp.MustCompile(`^ERR Error compiling script \(new function\): :(\d+): (.*?)\s*stack traceback:`)
	guard     = regexp.MustCompile(`: Script attempted to .* in function <:\d+>\s+:(\d+): in `)
)

// serverError makes a ServerError of the server's reply.
func (s *Script) serverError(err error) *ServerError {
	code, message, line := readError(replyText(err))
	// redis.error_reply('MISSING') has no second word, and the server puts ERR in front of it.
	if _, declared := s.Errors[message]; declared && code == "ERR" {
		code, message = message, ""
	}
	e := &ServerError{Script: s.Name, Code: code, Message: message, File: s.File, causes: []error{err}}
	if line > 0 {
		e.File, e.Line = s.position(line)
	}
	if sentinel := s.Errors[code]; sentinel != nil {
		e.causes = []error{sentinel, err}
	}
	return e
}

// readError takes an error reply apart. The line is 0 where the server does not tell it.
func readError(text string) (code, message string, line int) {
	if m := miniredis.FindStringSubmatch(text); m != nil {
		at := m[1]
		if caller := guard.FindStringSubmatch(text); caller != nil {
			at = caller[1]
		}
		line, _ = strconv.Atoi(at)
		text = m[2]
	}
	code, message = splitCode(text)
	if m := trailer.FindStringSubmatchIndex(message); m != nil {
		if m[2] >= 0 {
			line, _ = strconv.Atoi(message[m[2]:m[3]])
		}
		message = message[:m[0]]
	}
	if m := position.FindStringSubmatchIndex(message); m != nil {
		if line == 0 {
			line, _ = strconv.Atoi(message[m[2]:m[3]])
		}
		message = message[:m[0]] + message[m[1]:]
	}
	return code, strings.TrimSpace(message), line
}

// splitCode splits an error reply into its first word and the rest. A reply that does not begin with
// a code has ERR, as the server itself would say.
func splitCode(text string) (code, message string) {
	code, message, _ = strings.Cut(text, " ")
	if code == "" || strings.ToUpper(code) != code || strings.ContainsAny(code, ":'\"@") {
		return "ERR", text
	}
	return code, message
}

// verdict says what a server's error reply means for the call.
type verdict int

const (
	failed  verdict = iota // the script ran
	refused                // it did not run
	later                  // it did not run, and may run when it is sent again
	missing                // it did not run, because the server does not have its text
)

// refusals are the replies that say that no command of the script took effect. The server gives them
// before it runs the script, or when the script's first write is not allowed.
var refusals = map[string]verdict{
	"NOSCRIPT":    missing,
	"TRYAGAIN":    later, // a slot is being moved, and some of the keys have moved
	"CLUSTERDOWN": later,
	"LOADING":     later,
	"MASTERDOWN":  later,
	"READONLY":    later, // a failover: go-redis looks for the new master
	"MOVED":       later, // go-redis gave up following
	"ASK":         later,
	"BUSY":        refused,
	"MISCONF":     refused,
	"NOREPLICAS":  refused,
	"OOM":         refused,
	"NOAUTH":      refused,
	"WRONGPASS":   refused,
	"NOPERM":      refused, // of EVALSHA or a key of the call; what a script may not do is an ERR
}

// atFirstWrite are the refusals that a script meets at its first write. For the server PUBLISH is no write: a
// script that publishes may have done so by then.
var atFirstWrite = map[string]bool{"READONLY": true, "MISCONF": true, "NOREPLICAS": true, "OOM": true}

// publishes tells whether the script may send messages, in whatever way it writes the command.
func (s *Script) publishes() bool {
	return strings.Contains(strings.ToLower(s.Source), "publish")
}

// unconnected are the replies without a code of their own to what go-redis sends when it opens a
// connection. A script may have one of the server, too, and return it.
var unconnected = map[string]verdict{
	"ERR max number of clients reached":                                       later,
	"ERR DB index is out of range":                                            refused,
	"ERR SELECT is not allowed in cluster mode":                               refused,
	"ERR This instance has cluster support disabled":                          refused, // asked for its slots
	"ERR Client names cannot contain spaces, newlines or special characters.": refused,
}

// replyText is what the server replied, whatever a hook has wrapped around it.
func replyText(err error) string {
	if reply, ok := errors.AsType[redis.Error](err); ok {
		return reply.Error()
	}
	return err.Error()
}

// judge tells what an error reply means; sent says whether it is one to the script, as far as that is
// known. A code that the script declares is the script's.
func (s *Script) judge(err error, sent bool) verdict {
	text := replyText(err)
	if verdict, ok := unconnected[text]; ok && !sent {
		return verdict
	}
	code, _ := splitCode(text)
	if _, declared := s.Errors[code]; declared {
		return failed
	}
	if atFirstWrite[code] && s.publishes() {
		return failed
	}
	return refusals[code]
}
