package lua

// This file declares the syntax tree.

// Node is anything with a place in the text.
type Node interface{ Span() Range }

// Chunk is a whole script.
type Chunk struct {
	Main *Function
	// Shebang is the first line if it begins with "#!", without its line break.
	Shebang Range
	// Globals are the uses of names that no local declares, in order.
	Globals []*Name
}

// Block is a list of statements.
type Block struct {
	Range // from the first token to the last; empty, at the place where it would be, without any
	Stmts []Stmt
}

// Local is a local variable or a parameter.
type Local struct {
	Range    // the name where it is declared
	Name     string
	Func     *Function // that declares it
	Captured bool      // an inner function uses it
	Assigned bool      // something assigns it after its declaration
	Param    bool
}

// Stmt is one of the statements below.
type Stmt interface {
	Node
	stmt()
}

type (
	// LocalStmt is local Names = Values.
	LocalStmt struct {
		Range
		Names  []*Local
		Values []Expr
	}
	// Assign is Targets = Values. A target is a *Name or an *Index.
	Assign struct {
		Range
		Targets []Expr
		Values  []Expr
	}
	// CallStmt is a call for its effect.
	CallStmt struct {
		Range
		Call *Call
	}
	// Do is do Body end.
	Do struct {
		Range
		Body *Block
	}
	// While is while Cond do Body end.
	While struct {
		Range
		Cond Expr
		Body *Block
	}
	// Repeat is repeat Body until Cond; Cond sees the locals of Body.
	Repeat struct {
		Range
		Body *Block
		Cond Expr
	}
	// If is if … elseif … else … end.
	If struct {
		Range
		Clauses []Clause
	}
	// NumericFor is for Var = From, To, Step do Body end; Step may be nil.
	NumericFor struct {
		Range
		Var            *Local
		From, To, Step Expr
		Body           *Block
	}
	// GenericFor is for Names in Values do Body end.
	GenericFor struct {
		Range
		Names  []*Local
		Values []Expr
		Body   *Block
	}
	// FunctionStmt is function a.b:c() … end; Target is a *Name or an *Index.
	FunctionStmt struct {
		Range
		Target Expr
		Func   *Function
	}
	// LocalFunction is local function Name() … end.
	LocalFunction struct {
		Range
		Name *Local
		Func *Function
	}
	// Return is return Values.
	Return struct {
		Range
		Values []Expr
	}
	// Break is break.
	Break struct{ Range }
)

// Clause is a branch of an If; Cond is nil for else.
type Clause struct {
	Range // from its keyword to the end of its body
	Cond  Expr
	Body  *Block
}

func (*LocalStmt) stmt()     {}
func (*Assign) stmt()        {}
func (*CallStmt) stmt()      {}
func (*Do) stmt()            {}
func (*While) stmt()         {}
func (*Repeat) stmt()        {}
func (*If) stmt()            {}
func (*NumericFor) stmt()    {}
func (*GenericFor) stmt()    {}
func (*FunctionStmt) stmt()  {}
func (*LocalFunction) stmt() {}
func (*Return) stmt()        {}
func (*Break) stmt()         {}

// Expr is one of the expressions below.
type Expr interface {
	Node
	expr()
}

type (
	// Nil is nil.
	Nil struct{ Range }
	// Bool is true or false.
	Bool struct {
		Range
		Value bool
	}
	// Number is a numeral.
	Number struct {
		Range
		Value float64
	}
	// String is a string, or the name in x.name.
	String struct {
		Range
		Value string
	}
	// Vararg is "...".
	Vararg struct{ Range }
	// Name is a use of a variable; Local is nil for a global.
	Name struct {
		Range
		Name  string
		Local *Local
	}
	// Index is X[Key], or X.Key where Key is a *String.
	Index struct {
		Range
		X, Key Expr
		Dot    bool
	}
	// Call is Fn(Args), or Fn:Method(Args).
	Call struct {
		Range
		Fn     Expr
		Method *String // nil in a plain call
		Args   []Expr
		Parens Range // the arguments with their parentheses
	}
	// Function is a function's parameters and body.
	Function struct {
		Range
		Params   []*Local // "self" first in a method
		Vararg   bool
		Arg      *Local // the hidden table "arg" of a vararg function
		Body     *Block
		Outer    *Function // nil for the main function
		Name     string    // as it is declared ("a.b:c"), for messages; may be empty
		Line     int       // of the keyword, from 1; 0 for the main function
		Upvalues []*Local  // locals of outer functions that it or an inner one uses
	}
	// Binary is X Op Y.
	Binary struct {
		Range
		Op      Op
		OpRange Range
		X, Y    Expr
	}
	// Unary is Op X.
	Unary struct {
		Range
		Op      Op
		OpRange Range
		X       Expr
	}
	// Table is {Fields}.
	Table struct {
		Range
		Fields []Field
	}
	// Paren is (X), which cuts several values down to one.
	Paren struct {
		Range
		X Expr
	}
)

// Field is an entry of a table constructor; Key is nil for a list item.
type Field struct {
	Key, Value Expr
}

func (*Nil) expr()      {}
func (*Bool) expr()     {}
func (*Number) expr()   {}
func (*String) expr()   {}
func (*Vararg) expr()   {}
func (*Name) expr()     {}
func (*Index) expr()    {}
func (*Call) expr()     {}
func (*Function) expr() {}
func (*Binary) expr()   {}
func (*Unary) expr()    {}
func (*Table) expr()    {}
func (*Paren) expr()    {}

// Op is an operator.
type Op int

const (
	Add Op = iota
	Sub
	Mul
	Div
	Mod
	Pow
	Concat
	Eq
	Ne
	Lt
	Le
	Gt
	Ge
	And
	Or
	Neg
	Not
	Len
)

func (o Op) String() string { return opNames[o] }

var opNames = [...]string{
	Add: "+", Sub: "-", Mul: "*", Div: "/", Mod: "%", Pow: "^", Concat: "..",
	Eq: "==", Ne: "~=", Lt: "<", Le: "<=", Gt: ">", Ge: ">=", And: "and", Or: "or",
	Neg: "-", Not: "not", Len: "#",
}

// Unparen returns the expression inside any parentheses.
func Unparen(e Expr) Expr {
	for {
		p, ok := e.(*Paren)
		if !ok {
			return e
		}
		e = p.X
	}
}
