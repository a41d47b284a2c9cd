// Package flow finds out, without running a script, what each of its expressions may be: an element
// of KEYS and which one, an argument, a number, the reply of a command, nil, a table of known shape,
// a text that begins with known text. Checks ask its [Result].
//
// It is an abstract interpreter. It walks the program along all its paths with an abstract state:
// for each local a [Value], which is a set of alternatives ([Atom]), and for each table a [Shape].
// Where paths meet, states are joined, alternative by alternative. A condition removes the
// alternatives that cannot hold on its branch (cond.go). Calls of the script's own functions are
// walked with the arguments they are given, each call on its own, so that a key is followed through
// parameters and results (call.go). Loops are walked until nothing new is learned.
//
// The lattice is of bounded height: a Value has at most eight alternatives, a text at most sixteen
// parts, a table at most 64 list items and 256 named fields told apart, and from the third round of a loop on the
// alternatives that still change are merged by kind. The walk itself is bounded too: at most
// [Steps] expressions and statements, calls nested at most 16 deep, expressions at most 1000. A
// program beyond that yields a Result that is [Result.Exhausted], of which nothing should be said.
//
// What is unknown stays unknown: a value of which nothing is known is the alternative [Unknown], and
// an alternative that conditions on the way may exclude carries a doubt ([Atom.Doubt]). So a check
// can speak only where all alternatives are wrong, or where a wrong one is possible without doubt.
package flow

import (
	"github.com/scriptbind/scriptbind/scriptgen/internal/lua"
	"github.com/scriptbind/scriptbind/scriptgen/internal/redisenv"
)

// Steps returns how many expressions and statements are walked at most, each counted each time, for
// a script of so many bytes. Real scripts take a tenth of it.
func Steps(bytes int) int { return 20_000 + 5*bytes }

const (
	maxCalls  = 16   // calls inside calls
	maxDepth  = 1000 // expressions inside expressions
	maxRounds = 12   // of a loop, after which what still changes is unknown
)

// Input is what is known of KEYS or ARGV before the script runs.
type Input struct {
	Declared bool // a header says how many there are; nothing else counts when it does not
	Count    int  // elements that are always there
	Rest     bool // any number of elements follow
	// Numeric and Whole report whether element i certainly reads as a number, and as one without a
	// fraction. They may be nil.
	Numeric, Whole func(i int) bool
}

// Options say what a script is analysed for.
type Options struct {
	Keys, Args Input
	Server     redisenv.Server
}

// Result is what was found out about a script.
type Result struct {
	Calls    []*Call        // calls of redis.call and redis.pcall, by place
	Builtins []*BuiltinCall // calls of the other functions the server offers, by place
	Returns  []*Return      // the script's own returns that can be reached; the end of its text among them
	Errors   []*Raise       // calls of error that can be reached, those that a pcall may catch apart from those that none does
	Reads    []*Read        // reads of KEYS and ARGV, by place
	// Exhausted says that the script was beyond the analysis: the result is not complete, and
	// nothing should be said that rests on it.
	Exhausted bool

	values  map[lua.Expr]Value
	visited map[lua.Stmt]bool
}

// Value returns what an expression may be, over all times it is reached; empty when it never is.
func (r *Result) Value(e lua.Expr) Value { return r.values[e] }

// Reached reports whether an execution gets to a statement.
func (r *Result) Reached(s lua.Stmt) bool { return r.visited[s] }

// Call is a call of redis.call or redis.pcall, as one chain of calls reaches it.
type Call struct {
	Node    *lua.Call
	Pcall   bool
	Words   []Value    // the arguments, the command's name first
	Nodes   []lua.Expr // the expression of each word; the same one for all the words it expands to
	Open    bool       // more words may follow, each being one of Rest
	Rest    Value
	Command *redisenv.Command // nil when the name is not known, or unknown to the server
	Name    string            // upper case, with the subcommand where there is one; empty when not known
	Via     []*lua.Call       // the calls of the script's functions on the way, outermost first
}

// BuiltinCall is a call of a function that the server offers.
type BuiltinCall struct {
	Node   *lua.Call
	Name   string // "redis.error_reply"
	Args   []Value
	Open   bool // more arguments may follow
	shapes map[*Table]*Shape
}

// Shape returns the contents of a table among the arguments, nil when nothing is known of them.
func (c *BuiltinCall) Shape(a Atom) *Shape { return shapeIn(c.shapes, a) }

// Return is a place at which the script ends with a reply.
type Return struct {
	Stmt   *lua.Return // nil for the end of the text
	Values []Value     // what is returned; the server takes the first
	Open   bool        // more values may follow
	shapes map[*Table]*Shape
}

// Shape returns the contents of a table at the return, nil when nothing is known of them.
func (r *Return) Shape(a Atom) *Shape { return shapeIn(r.shapes, a) }

func shapeIn(heap map[*Table]*Shape, a Atom) *Shape {
	if a.Kind != TableKind || a.Table == nil {
		return nil
	}
	return heap[a.Table]
}

// Raise is a call of error.
type Raise struct {
	Node   *lua.Call
	Value  Value
	Caught bool // a pcall or xpcall around it may catch it
	shapes map[*Table]*Shape
}

// Shape returns the contents of a table that is raised, nil when nothing is known of them.
func (r *Raise) Shape(a Atom) *Shape { return shapeIn(r.shapes, a) }

// Read is a read of an element of KEYS or ARGV.
type Read struct {
	Of    OriginKind // FromKey or FromArg
	Index Index      // the zero Index for any of them
	Node  lua.Node
	From  int // with the zero Index: the first that may be read
}

// analysis is one walk.
type analysis struct {
	opts      Options
	res       *Result
	steps     int
	limit     int
	depth     int
	frames    []*frame
	now       map[lua.Expr]Value // of each expression when it was walked last
	texts     map[string]*Text
	tables    map[site]*Table
	guards    map[guardSite]*guard
	ctxs      map[ctxKey]*ctx
	calls     map[site]*Call
	builtins  map[site]*BuiltinCall
	returns   map[*lua.Return]*Return
	end       *Return
	raises    map[raiseSite]*Raise
	catching  int // pcalls around the place being walked
	reads     map[Read]bool
	shared    map[*lua.Local]bool // assigned by a function that did not declare them
	escaped   map[*lua.Function]bool
	entered   map[*lua.Function]bool
	recursive map[*lua.Function]bool
	again     bool
}

// ctx is a chain of calls, by which the same place of a function is told apart.
type ctx struct {
	outer *ctx
	call  *lua.Call
	level int
}

type ctxKey struct {
	outer *ctx
	call  *lua.Call
}

type site struct {
	node lua.Node
	ctx  *ctx
	part string // of a reply: the path to the element
}

type guardSite struct {
	node   lua.Node
	ctx    *ctx
	branch int
	looks  bool
	outer  *guard
}

type raiseSite struct {
	node   *lua.Call
	caught bool
}

// frame is a function being walked.
type frame struct {
	fn      *lua.Function
	ctx     *ctx
	returns []returned
	loops   []*loop
	varargs values // what ... is
}

type returned struct {
	values values
	state  *state
}

type loop struct{ exits []*state }

// Analyze walks a script.
func Analyze(chunk *lua.Chunk, opts Options) *Result {
	recursive := map[*lua.Function]bool{}
	for {
		z := &analysis{
			limit: Steps(chunk.Main.End),
			opts:  opts,
			res:   &Result{values: map[lua.Expr]Value{}, visited: map[lua.Stmt]bool{}},
			now:   map[lua.Expr]Value{},
			texts: map[string]*Text{}, tables: map[site]*Table{}, guards: map[guardSite]*guard{}, ctxs: map[ctxKey]*ctx{},
			calls: map[site]*Call{}, builtins: map[site]*BuiltinCall{}, returns: map[*lua.Return]*Return{}, raises: map[raiseSite]*Raise{}, reads: map[Read]bool{},
			shared: sharedLocals(chunk), escaped: map[*lua.Function]bool{}, entered: map[*lua.Function]bool{}, recursive: recursive,
		}
		z.run(chunk)
		if !z.again || z.res.Exhausted {
			return z.res
		}
	}
}

// sharedLocals returns the locals that a function assigns which did not declare them. When such an
// assignment happens is anybody's guess, so these locals are unknown throughout.
func sharedLocals(chunk *lua.Chunk) map[*lua.Local]bool {
	shared := map[*lua.Local]bool{}
	var in func(fn *lua.Function)
	in = func(fn *lua.Function) {
		note := func(target lua.Expr) {
			if n, ok := target.(*lua.Name); ok && n.Local != nil && n.Local.Func != fn {
				shared[n.Local] = true
			}
		}
		lua.Walk(fn.Body, func(n lua.Node) bool {
			switch n := n.(type) {
			case *lua.Assign:
				for _, t := range n.Targets {
					note(t)
				}
			case *lua.FunctionStmt:
				note(n.Target)
			case *lua.Function:
				in(n)
				return false
			}
			return true
		})
	}
	in(chunk.Main)
	return shared
}

func (z *analysis) run(chunk *lua.Chunk) {
	root := &ctx{}
	st := newState()
	z.frames = []*frame{{fn: chunk.Main, ctx: root}}
	z.block(chunk.Main.Body, st)
	if !st.dead {
		z.recordReturn(nil, values{}, st)
	}
	z.frames = nil
	z.walkUncalled(chunk.Main, st)
	z.finish()
}

// walkUncalled walks the functions that nothing was seen to call, or that something unknown may
// call, with unknown parameters. That something may catch what they raise.
func (z *analysis) walkUncalled(main *lua.Function, end *state) {
	z.catching++
	var all []*lua.Function
	lua.Walk(main.Body, func(n lua.Node) bool {
		if fn, ok := n.(*lua.Function); ok {
			all = append(all, fn)
		}
		return true
	})
	for _, fn := range all {
		if z.entered[fn] && !z.escaped[fn] {
			continue
		}
		st := newState()
		for _, l := range fn.Upvalues {
			v, ok := end.vars[l]
			if !ok || l.Assigned {
				v = anything
			}
			st.vars[l] = v
		}
		for k := range end.heap {
			st.heap[k] = openShape
		}
		st.resp3 = maybe
		z.frames = []*frame{{fn: fn, ctx: &ctx{level: 1}}}
		z.enter(fn, values{tail: anything, open: true}, st)
		z.frames = nil
	}
}

// top returns the frame being walked.
func (z *analysis) top() *frame { return z.frames[len(z.frames)-1] }

// step counts the work and reports whether there is more to be had.
func (z *analysis) step() bool {
	z.steps++
	if z.steps > z.limit {
		z.res.Exhausted = true
	}
	return !z.res.Exhausted
}

// descend goes into an expression and reports whether it may be walked; ascend comes back.
func (z *analysis) descend() bool {
	if z.depth >= maxDepth {
		z.res.Exhausted = true
	}
	if !z.step() {
		return false
	}
	z.depth++
	return true
}

func (z *analysis) ascend() { z.depth-- }

// guardAt returns the guard of a branch of a statement; the same one each time. looks says that a
// condition on the way into the branch looked at data, outer is the guard around the statement.
func (z *analysis) guardAt(n lua.Node, branch int, looks bool, outer *guard) *guard {
	key := guardSite{n, z.top().ctx, branch, looks, outer.data}
	if g, ok := z.guards[key]; ok {
		return g
	}
	g := newGuard()
	g.data = outer.data
	if looks {
		g.data = g
	}
	z.guards[key] = g
	return g
}

// tableAt returns the table that a place makes; the same one each time.
func (z *analysis) tableAt(n lua.Node, part string) *Table {
	key := site{n, z.top().ctx, part}
	if t, ok := z.tables[key]; ok {
		return t
	}
	t := &Table{}
	z.tables[key] = t
	return t
}
