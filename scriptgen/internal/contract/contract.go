// Package contract holds the model that everything after the header works on: what a script takes,
// what it returns, how each of its keys is made, and how all of that is called in Go.
//
// [Resolve] turns the headers of a script set into a [Set]. It is the only place that decides: a
// pattern's meaning, a type's Go form, a Go name, and which of two names has to give way. Package
// check proves things about the model and package emit prints it; neither adds to it.
package contract

import (
	"github.com/scriptbind/scriptbind/scriptgen/internal/header"
	"github.com/scriptbind/scriptbind/scriptgen/internal/source"
)

// Set is the scripts of one folder: what one generated package is made from.
type Set struct {
	Scripts []*Script // by file name
	Keys    []*KeyFunc
	Errors  []*Error
}

// Script is the contract of one script.
type Script struct {
	Header  *header.Header
	Program *source.Program // the text the server runs

	Base     string // the file's base name without .lua: "statefulSetLink"
	Name     string // exported Go name of the method: "StatefulSetLink"
	Var      string // unexported Go name of the script's variable: "statefulSetLink"
	Doc      string
	ReadOnly bool

	Params     []*Param // parameters of the method, in order
	ParamsType string   // "StatefulSetLinkParams"; "" when there are fewer than two parameters
	Keys       []*Key   // in KEYS order
	Touches    []*Key
	Args       []*Arg // in ARGV order
	Returns    *Type
	Errors     []*Error
	Examples   []*Example
	Ignore     []header.Ignore

	// Broken says that the header has errors: what is missing or odd here may be a consequence.
	Broken bool
}

// Param is a parameter of the generated method: a placeholder, an argument, or both.
type Param struct {
	Name  string // as the header spells it: "uid"
	Field string // exported Go name, a field of the params struct: "UID"
	Local string // unexported Go name: "uid"; free of clashes with keywords and with names in the generated function
	Type  *Type
	Doc   string
	Span  source.Span
}

// Key is an entry under keys or touches.
type Key struct {
	Name    string
	Index   int // i of KEYS[i], from 1; 0 under touches
	Pattern *Pattern
	Type    string // Redis type: string, hash, list, set, zset, stream; "" when the header does not say
	Doc     string
	Params  []*Param    // the parameters that fill the placeholders, in the pattern's order of first appearance; nil under touches
	Func    *KeyFunc    // its constructor in keys.go
	Span    source.Span // the name
}

// KeyFunc is an exported constructor in keys.go. Keys of several scripts share it when name and
// pattern are the same.
type KeyFunc struct {
	Name    string // "LinkKey"
	Pattern *Pattern
	Doc     string
	Params  []*Param // one for each placeholder, in order of first appearance
	Keys    []*Key   // every key made by it
}

// Arg is an entry under args.
type Arg struct {
	Name  string
	Index int // i of ARGV[i], from 1; for the last, variadic one the first index
	Param *Param
	Type  *Type
	Span  source.Span // the name
}

// Variadic reports whether the argument takes the rest of ARGV.
func (a *Arg) Variadic() bool { return a.Type.Kind == List || a.Type.Kind == Map }

// Variadic reports whether the key stands for one key for each element.
func (k *Key) Variadic() bool { return k.Pattern.Variadic() }

// Error is an error code and its sentinel in errors.go. Scripts that declare the same code share it.
type Error struct {
	Code string // "OUT_OF_STOCK"
	Name string // "ErrOutOfStock"
	Doc  string
	Span source.Span
}

// Kind is what a Type is.
type Kind int

const (
	None Kind = iota
	String
	Bytes
	Int
	Int64
	Uint64
	Float
	Bool
	Seconds
	Milliseconds
	Unix
	UnixMilli
	Enum
	JSON
	MsgPack
	Any
	List   // of Elem
	Map    // from Key to Elem
	Record // of Fields
)

// Type is a resolved argument or return type.
type Type struct {
	Kind     Kind
	Optional bool   // T?
	Text     string // as the header writes it, for messages and documentation
	Elem     *Type
	Key      *Type
	Fields   []*Field    // of a Record
	GoName   string      // the Go type's name, of an Enum or a Record: "OrderKind", "TopResult", "TopRow", "AddItem"
	Values   []EnumValue // of an Enum
	Import   string      // of JSON and MsgPack: import path of the named Go type; "" for any
	GoType   string      // of JSON and MsgPack: name of the Go type in Import; "" for any
	Span     source.Span
}

// Field is a field of a record.
type Field struct {
	Name string // as the header spells it
	Go   string // exported Go name
	Type *Type
	Doc  string
}

// EnumValue is one value of an enum.
type EnumValue struct {
	Wire string // what goes over the wire
	Go   string // the constant's name: "OrderKindMarket"
}

// Example is an example whose call has been held against the parameters.
type Example struct {
	*header.Example
	Name string // distinct within the script: from doc, or "example 3"
}
