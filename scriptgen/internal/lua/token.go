package lua

import "strconv"

// kind is the kind of a token: a byte for the tokens of one character, or one of the constants.
type kind int

const (
	tkEOF kind = 256 + iota
	tkAnd
	tkBreak
	tkDo
	tkElse
	tkElseif
	tkEnd
	tkFalse
	tkFor
	tkFunction
	tkIf
	tkIn
	tkLocal
	tkNil
	tkNot
	tkOr
	tkRepeat
	tkReturn
	tkThen
	tkTrue
	tkUntil
	tkWhile
	tkConcat
	tkDots
	tkEq
	tkGe
	tkLe
	tkNe
	tkNumber
	tkName
	tkString
)

var spelling = map[kind]string{
	tkEOF: "<eof>",
	tkAnd: "and", tkBreak: "break", tkDo: "do", tkElse: "else", tkElseif: "elseif", tkEnd: "end",
	tkFalse: "false", tkFor: "for", tkFunction: "function", tkIf: "if", tkIn: "in", tkLocal: "local",
	tkNil: "nil", tkNot: "not", tkOr: "or", tkRepeat: "repeat", tkReturn: "return", tkThen: "then",
	tkTrue: "true", tkUntil: "until", tkWhile: "while",
	tkConcat: "..", tkDots: "...", tkEq: "==", tkGe: ">=", tkLe: "<=", tkNe: "~=",
	tkNumber: "<number>", tkName: "<name>", tkString: "<string>",
}

var keywords = func() map[string]kind {
	m := map[string]kind{}
	for k := tkAnd; k <= tkWhile; k++ {
		m[spelling[k]] = k
	}
	return m
}()

// String spells the kind as the compiler does in its messages.
func (k kind) String() string {
	if s, ok := spelling[k]; ok {
		return s
	}
	if k < ' ' || k == 127 {
		return "char(" + strconv.Itoa(int(k)) + ")"
	}
	return string([]byte{byte(k)})
}

// token is a token with its place and, for names, strings and numbers, its value.
type token struct {
	Range
	kind   kind
	text   string // of a name or a string
	number float64
}

// endsBlock reports whether a block ends before the token.
func (t token) endsBlock() bool {
	switch t.kind {
	case tkElse, tkElseif, tkEnd, tkUntil, tkEOF:
		return true
	}
	return false
}
