package contract

// This file turns the names of headers into Go names. The words of a name are found first, wherever
// they are joined (camelCase, snake_case, kebab-case, UPPER_CASE); then they are put together again
// the way Go does it, with its initialisms in capitals.

import (
	"go/token"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// initialisms are the words that staticcheck (ST1003) wants in capitals.
var initialisms = strings.Fields(`ACL AMQP API ASCII CPU CSS DB DNS EOF GID GUID HTML HTTP HTTPS ID IP
	JSON LHS QPS RAM RHS RPC RTP SIP SLA SMTP SQL SSH TCP TLS TS TTL UDP UI UID URI URL UTF8 UUID VM
	XML XMPP XSRF XSS`)

// namer makes Go names.
type namer struct {
	initialisms map[string]bool // in capitals
}

func newNamer(more []string) namer {
	n := namer{initialisms: map[string]bool{}}
	for _, word := range slices.Concat(initialisms, more) {
		n.initialisms[strings.ToUpper(word)] = true
	}
	return n
}

// identifier is what a parameter, key or field may be called.
var identifier = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]*$`)

// exported returns a name in exported Go form: user_id becomes UserID. It begins with a digit when the
// name does.
func (n namer) exported(name string) string {
	var b strings.Builder
	for _, w := range words(name) {
		b.WriteString(n.title(w))
	}
	return b.String()
}

// local returns a name in unexported Go form: UserID becomes userID, URLPath urlPath.
func (n namer) local(name string) string {
	var b strings.Builder
	for i, w := range words(name) {
		if i == 0 {
			w = strings.ToLower(w)
		} else {
			w = n.title(w)
		}
		b.WriteString(w)
	}
	return b.String()
}

// title returns a word with a capital first letter, and an initialism (or its plural) in capitals.
func (n namer) title(word string) string {
	upper := strings.ToUpper(word)
	if n.initialisms[upper] {
		return upper
	}
	if single, plural := strings.CutSuffix(upper, "S"); plural && n.initialisms[single] {
		return single + "s"
	}
	runes := []rune(word)
	runes[0] = unicode.ToUpper(runes[0])
	return string(runes)
}

// words splits a name where its words are joined. A name without small letters, as error codes are, is
// one of words in small letters.
func words(name string) []string {
	if !strings.ContainsFunc(name, unicode.IsLower) {
		name = strings.ToLower(name)
	}
	var found []string
	for part := range strings.FieldsFuncSeq(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		found = append(found, camelWords([]rune(part))...)
	}
	return found
}

// camelWords splits at capitals: a new word begins at a capital after anything else, and at the last
// capital of a row that goes on in small letters (HTTPServer). The s of a plural belongs to the
// capitals before it (userIDs).
func camelWords(part []rune) []string {
	var found []string
	start := 0
	for i := 1; i < len(part); i++ {
		if !unicode.IsUpper(part[i]) {
			continue
		}
		next := i+1 < len(part) && unicode.IsLower(part[i+1])
		plural := i+1 < len(part) && part[i+1] == 's' && (i+2 == len(part) || unicode.IsUpper(part[i+2]))
		if !unicode.IsUpper(part[i-1]) || next && !plural {
			found = append(found, string(part[start:i]))
			start = i
		}
	}
	return append(found, string(part[start:]))
}

// Names that generated code uses inside functions, or that the language or an import gives a meaning.
var (
	usedInside  = []string{"b", "c", "client", "ctx", "err", "f", "p", "r", "s", "v"}
	packages    = []string{"context", "errors", "luascript", "redis", "strconv", "time"}
	predeclared = strings.Fields(`any append bool byte cap clear close comparable complex complex128
		complex64 copy delete error false float32 float64 imag int int16 int32 int64 int8 iota len make
		max min new nil panic print println real recover rune string true uint uint16 uint32 uint64
		uint8 uintptr`)
)

// isReserved reports whether an unexported name cannot, or should not, be used for something else.
func isReserved(name string) bool {
	return token.IsKeyword(name) || slices.Contains(usedInside, name) || slices.Contains(packages, name) ||
		slices.Contains(predeclared, name)
}
