package lua

// This file holds a program against the limits of the compiler's code generator on the registers,
// constants and locals of one function. It walks the tree a second time and follows what the
// generator does, statement by statement; registers.go has what it does to an expression. Jumps and
// instructions are not counted.

const (
	maxDeclared = 32767 // locals of one function, all its blocks together
	flushItems  = 50    // list items of a table constructor that wait in registers for being stored
)

// counter follows the generator over a program.
type counter struct {
	text      string
	at, skip  int // the token at hand is the first one at or behind the byte at, or one behind that
	fn        *usage
	functions []*usage       // in the order of the text
	registers map[*Local]int // where each local is
}

// usage is what a function needs.
type usage struct {
	node      *Function
	outer     *usage
	registers int
	free      int // the first register that is not in use
	active    int // registers of locals in scope, the lowest ones
	declared  int // locals so far
	inner     int // functions directly inside so far
	constants map[any]int
}

// checkLimits fails as the compiler does for what is beyond its limits. It returns what each
// function uses, in the order of the text.
func checkLimits(text string, main *Function) []*usage {
	c := &counter{text: text, registers: map[*Local]int{}}
	c.function(main)
	return c.functions
}

// fail gives up at the token that the compiler has at hand.
func (c *counter) fail(message string) {
	s := c.token()
	s.fail(message)
}

// limit fails where there are too many of something; the compiler then shows no token.
func (c *counter) limit(n, most int, message string) {
	if n > most {
		s := c.token()
		s.failAt(s.tok.Range, message, "")
	}
}

// token returns a scanner with the token at hand.
func (c *counter) token() *scanner {
	s := newScanner(c.text)
	for s.next(); s.tok.Start < c.at && s.tok.kind != tkEOF; {
		s.next()
	}
	for range c.skip {
		s.next()
	}
	return s
}

// stand sets the token at hand.
func (c *counter) stand(at int) { c.at, c.skip = at, 0 }

// function counts a function, main or inside another.
func (c *counter) function(node *Function) {
	c.fn = &usage{node: node, outer: c.fn, registers: 2, constants: map[any]int{}}
	c.functions = append(c.functions, c.fn)
	params := node.Params
	if node.Arg != nil {
		params = append(params[:len(params):len(params)], node.Arg)
	}
	c.declare(len(params))
	c.activate(params...)
	c.reserve(len(params))
	c.statements(node.Body)
	c.stand(node.End)
	c.fn = c.fn.outer
}

// closure makes a function a value.
func (c *counter) closure(node *Function) operand {
	c.function(node)
	c.fn.inner++
	c.limit(c.fn.inner, maxConstants, "constant table overflow")
	return operand{kind: expRelocatable}
}

// declare counts locals that are declared.
func (c *counter) declare(n int) {
	c.fn.declared += n
	c.limit(c.fn.declared, maxDeclared, "too many local variables")
}

// activate puts locals into scope; nil stands for a hidden one.
func (c *counter) activate(locals ...*Local) {
	for _, l := range locals {
		if l != nil {
			c.registers[l] = c.fn.active
		}
		c.fn.active++
	}
}

// leaveTo takes the locals beyond the first n of the function out of scope.
func (c *counter) leaveTo(n int) { c.fn.active, c.fn.free = n, n }

func (c *counter) block(b *Block) {
	n := c.fn.active
	c.statements(b)
	c.leaveTo(n)
}

func (c *counter) statements(b *Block) {
	for _, s := range b.Stmts {
		c.stand(s.Span().Start)
		c.statement(s)
		c.fn.free = c.fn.active
	}
	c.stand(b.End)
}

func (c *counter) statement(s Stmt) {
	n := c.fn.active
	switch s := s.(type) {
	case *LocalStmt:
		c.declare(len(s.Names))
		e := c.list(s.Values)
		c.stand(s.End)
		c.adjust(len(s.Names), len(s.Values), &e)
		c.activate(s.Names...)
	case *Assign:
		c.assign(s)
	case *CallStmt:
		c.expr(s.Call)
	case *Do:
		c.block(s.Body)
	case *While:
		c.condition(s.Cond)
		c.block(s.Body)
	case *Repeat:
		c.statements(s.Body)
		c.condition(s.Cond)
		c.leaveTo(n)
	case *If:
		for _, clause := range s.Clauses {
			c.condition(clause.Cond)
			c.block(clause.Body)
		}
	case *NumericFor:
		c.numericFor(s)
		c.leaveTo(n)
	case *GenericFor:
		c.declare(hidden + len(s.Names))
		e := c.list(s.Values)
		c.adjust(hidden, len(s.Values), &e)
		c.need(3) // to call the iterator
		c.forBody(s.Body, s.Names...)
		c.leaveTo(n)
	case *FunctionStmt:
		target := c.expr(s.Target)
		fn := c.closure(s.Func)
		c.store(&target, &fn)
	case *LocalFunction:
		c.declare(1)
		c.stand(s.Name.End)
		c.reserve(1)
		c.activate(s.Name)
		fn := c.closure(s.Func)
		c.store(&operand{kind: expLocal, index: n}, &fn)
	case *Return:
		c.returnStmt(s)
	}
}

func (c *counter) assign(s *Assign) {
	targets := make([]operand, len(s.Targets))
	for i, t := range s.Targets {
		targets[i] = c.expr(t)
		if targets[i].kind == expLocal {
			c.protect(targets[:i], targets[i].index)
		}
	}
	e := c.list(s.Values)
	if n := len(s.Values); n == len(targets) {
		if e.isOpen() {
			c.discharge(&e)
		}
		c.store(&targets[n-1], &e)
		targets = targets[:n-1]
	} else {
		c.adjust(len(targets), n, &e)
		c.fn.free -= max(0, n-len(targets))
	}
	for i := len(targets) - 1; i >= 0; i-- {
		c.store(&targets[i], &operand{kind: expFixed, index: c.fn.free - 1})
	}
}

// protect copies a local that is to be assigned while targets before it index it, or index with it.
func (c *counter) protect(targets []operand, register int) {
	conflict := false
	for i := range targets {
		t := &targets[i]
		if t.kind != expIndexed {
			continue
		}
		for _, used := range []*int{&t.index, &t.key} {
			if *used == register {
				*used, conflict = c.fn.free, true
			}
		}
	}
	if conflict {
		c.reserve(1)
	}
}

// condition counts a condition; that of an else is nil.
func (c *counter) condition(e Expr) {
	if e != nil {
		v := c.expr(e)
		if v.kind == expNil {
			v.kind = expFalse
		}
		c.test(&v, true)
	}
}

func (c *counter) numericFor(s *NumericFor) {
	c.declare(hidden + 1)
	for _, e := range []Expr{s.From, s.To, s.Step} {
		if e != nil {
			v := c.expr(e)
			c.intoNext(&v)
		}
	}
	if s.Step == nil {
		c.constant(1.0)
		c.reserve(1)
	}
	c.forBody(s.Body, s.Var)
}

func (c *counter) forBody(body *Block, names ...*Local) {
	c.activate(nil, nil, nil)
	c.stand(body.Start)
	c.activate(names...)
	c.reserve(len(names))
	c.block(body)
}

func (c *counter) returnStmt(s *Return) {
	e := c.list(s.Values)
	switch {
	case e.isOpen():
		c.keepAll(&e)
	case len(s.Values) == 1:
		c.intoAny(&e)
	case len(s.Values) > 1:
		c.intoNext(&e)
	}
}

// list reads expressions, all but the last one into registers.
func (c *counter) list(list []Expr) operand {
	var e operand
	for i, x := range list {
		if i > 0 {
			c.stand(x.Span().Start)
			c.intoNext(&e)
		}
		e = c.expr(x)
	}
	return e
}

// adjust makes as many values as there are variables, of which the last is not yet in a register.
func (c *counter) adjust(variables, values int, last *operand) {
	if last.isOpen() {
		c.keepAll(last)
	} else if values > 0 {
		c.intoNext(last)
	}
	if variables > values {
		c.reserve(variables - values)
	}
}

// expr reads an expression. What may be nested without a limit, it reads in a loop: operands and
// operators from left to right, and chains of calls and indexes.
func (c *counter) expr(e Expr) operand {
	var chain []Expr
	for left := leftOf(e); left != nil; left = leftOf(e) {
		chain = append(chain, e)
		e = left
	}
	v := c.simple(e)
	c.stand(e.Span().End)
	for i := len(chain) - 1; i >= 0; i-- {
		c.extend(&v, chain[i])
		c.stand(chain[i].Span().End)
	}
	return v
}

// leftOf returns the part of an expression that stands before its operator, bracket or dot.
func leftOf(e Expr) Expr {
	switch e := e.(type) {
	case *Binary:
		return e.X
	case *Index:
		return e.X
	case *Call:
		return e.Fn
	}
	return nil
}

// extend goes on from the left part v of an expression to the whole.
func (c *counter) extend(v *operand, e Expr) {
	switch e := e.(type) {
	case *Binary:
		c.stand(e.Y.Span().Start)
		c.infix(e.Op, v)
		y := c.expr(e.Y)
		c.postfix(e.Op, v, &y)
	case *Index:
		table := c.intoAny(v)
		key := c.expr(e.Key)
		c.value(&key)
		c.stand(e.End)
		*v = operand{kind: expIndexed, index: table, key: c.intoRK(&key)}
	case *Call:
		if e.Method != nil {
			c.self(v, e.Method)
		} else {
			c.intoNext(v)
		}
		base := v.index
		last := c.list(e.Args)
		c.stand(e.End)
		if last.isOpen() {
			c.keepAll(&last)
		} else if len(e.Args) > 0 {
			c.intoNext(&last)
		}
		*v = operand{kind: expCall, index: base}
		c.fn.free = base + 1
	}
}

// self reads a method of v, which becomes its first argument.
func (c *counter) self(v *operand, method *String) {
	key := operand{kind: expConstant, index: c.constant(method.Value)}
	c.stand(method.End)
	c.intoAny(v)
	c.releaseOperand(v)
	fn := c.fn.free
	c.reserve(2)
	c.intoRK(&key)
	c.releaseOperand(&key)
	*v = operand{kind: expFixed, index: fn}
}

// simple reads an expression that has no part to its left.
func (c *counter) simple(e Expr) operand {
	switch e := e.(type) {
	case *Nil:
		return operand{kind: expNil}
	case *Bool:
		if e.Value {
			return operand{kind: expTrue}
		}
		return operand{kind: expFalse}
	case *Number:
		return operand{kind: expNumeral, number: e.Value}
	case *String:
		return operand{kind: expConstant, index: c.constant(e.Value)}
	case *Vararg:
		return operand{kind: expVararg}
	case *Name:
		switch {
		case e.Local == nil:
			c.constant(e.Name)
		case e.Local.Func == c.fn.node:
			return operand{kind: expLocal, index: c.registers[e.Local]}
		}
		return operand{kind: expVariable}
	case *Function:
		return c.closure(e)
	case *Unary:
		v := c.expr(e.X)
		c.prefix(e.Op, &v)
		return v
	case *Paren:
		v := c.expr(e.X)
		c.stand(e.End)
		c.discharge(&v)
		return v
	case *Table:
		return c.table(e)
	}
	return operand{}
}

func (c *counter) table(t *Table) operand {
	c.stand(t.Start)
	v := operand{kind: expRelocatable}
	c.intoNext(&v)
	var item operand // the last list item, not yet in a register
	waiting := 0
	for i, f := range t.Fields {
		if i > 0 {
			c.stand(t.Fields[i-1].Value.Span().End)
			c.skip = 1 // the comma
		}
		if item.kind != expVoid {
			c.intoNext(&item)
			item = operand{}
			if waiting == flushItems {
				c.fn.free, waiting = v.index+1, 0
			}
		}
		if f.Key == nil {
			item = c.expr(f.Value)
			waiting++
			continue
		}
		free := c.fn.free
		key := c.expr(f.Key)
		c.value(&key)
		c.intoRK(&key)
		value := c.expr(f.Value)
		c.intoRK(&value)
		c.fn.free = free
	}
	c.stand(t.End)
	if item.isOpen() {
		c.keepAll(&item)
	} else if item.kind != expVoid {
		c.intoNext(&item)
	}
	if waiting > 0 {
		c.fn.free = v.index + 1
	}
	return v
}
