// Package header reads the YAML header of a script: it turns the long comment at the top of a .lua
// file into a [Header] in which every value keeps its place, and reports every mistake at once.
//
// It knows the fields and their shapes. What a pattern or a type means is the business of package
// contract.
package header

import (
	"time"

	"github.com/scriptbind/scriptbind/scriptgen/internal/source"
)

// Text is a scalar as it was written, and where.
type Text struct {
	Value string
	Span  source.Span
}

// Header is what the header of one script says, in the order it says it.
type Header struct {
	File *source.File
	Span source.Span // the YAML text between the brackets of the comment
	End  int         // offset of the line after the comment: included text goes there

	Doc      Text
	Name     Text // empty: derived from the file's name
	Keys     []Key
	Args     []Arg
	Returns  TypeExpr
	Touches  []Key
	Errors   []ErrorCode
	ReadOnly Bool
	Include  []Text
	Examples []Example
	Ignore   []Ignore

	// Fields has the span of each field's name that is present, so that a message about a whole
	// field has a place to stand.
	Fields map[string]source.Span

	// Broken says that the header has errors, so that what is missing here need not be missing there.
	Broken bool
}

// Bool is a yes or no, and where it was said; an invalid span means it was not.
type Bool struct {
	Value bool
	Span  source.Span
}

// Key is an entry under keys or touches.
type Key struct {
	Name    Text
	Pattern Text // empty, with the name's span, where the header gives none
	Type    Text // Redis type, or empty
	Doc     Text
}

// Arg is an entry under args, and a field of a record.
type Arg struct {
	Name Text
	Type TypeExpr
	Doc  Text
}

// TypeExpr is a type as the header writes it: one of
//   - a scalar such as "int?" or "[]string" (Text),
//   - a mapping of fields (Fields),
//   - a list of one such mapping (Fields and List).
//
// The zero TypeExpr means the header gave none.
type TypeExpr struct {
	Text   Text
	Fields []Arg
	List   bool
	Span   source.Span
}

// IsZero reports whether the header gave no type.
func (t TypeExpr) IsZero() bool { return !t.Span.IsValid() }

// ErrorCode is an entry under errors.
type ErrorCode struct {
	Code Text
	Doc  Text
}

// Ignore is an entry under ignore.
type Ignore struct {
	Check  Text
	Reason Text
}

// Example is one entry under examples.
type Example struct {
	Span    source.Span
	Doc     Text
	Given   []Step // commands to run before the call
	Call    Value  // mapping of parameter to value; invalid where the call takes none
	Returns *Value // expected result; nil when the example does not say
	Fails   Text   // expected error code; empty when the call succeeds
	Then    []Step // commands to run after the call, with their replies
}

// Step is one line of given or then: a command, or time passing.
type Step struct {
	Span    source.Span
	Command []Text        // the words of a Redis command; nil when After is set
	Reply   *Value        // what stands behind "=>"; nil when the step does not say
	After   time.Duration // time to let pass
}

// Value is a YAML value in an example, with its place.
type Value struct {
	Kind   Kind
	Scalar string  // for the scalar kinds: as written, quotes and escapes resolved
	Items  []Value // for List
	Fields []Field // for Map, in order
	Span   source.Span
}

// Field is an entry of a mapping value.
type Field struct {
	Name  Text
	Value Value
}

// Kind says what a Value is.
type Kind int

const (
	Invalid Kind = iota
	Null         // null, ~ or nothing
	String       // a quoted scalar, or a plain one that is nothing else
	Number       // a plain integer or float
	Boolean      // true or false
	List
	Map
)
