package lua

// This file parses expressions.

// binaryOps gives for each binary operator how strongly it binds to its left and to its right; an
// operator that binds less to its right is right associative.
var binaryOps = map[kind]struct {
	op          Op
	left, right int
}{
	'+': {Add, 6, 6}, '-': {Sub, 6, 6}, '*': {Mul, 7, 7}, '/': {Div, 7, 7}, '%': {Mod, 7, 7},
	'^': {Pow, 10, 9}, tkConcat: {Concat, 5, 4},
	tkNe: {Ne, 3, 3}, tkEq: {Eq, 3, 3},
	'<': {Lt, 3, 3}, tkLe: {Le, 3, 3}, '>': {Gt, 3, 3}, tkGe: {Ge, 3, 3},
	tkAnd: {And, 2, 2}, tkOr: {Or, 1, 1},
}

// unaryBinding is how strongly unary operators bind.
const unaryBinding = 8

func (p *parser) expr() Expr { return p.subexpr(0) }

func (p *parser) exprList() []Expr {
	list := []Expr{p.expr()}
	for p.accepts(',') {
		list = append(list, p.expr())
	}
	return list
}

// subexpr reads an expression of operators that bind more strongly than limit.
func (p *parser) subexpr(limit int) Expr {
	p.enter()
	start := p.tok.Start
	var x Expr
	if op, ok := unaryOp(p.tok.kind); ok {
		opRange := p.tok.Range
		p.next()
		operand := p.subexpr(unaryBinding)
		x = &Unary{p.from(start), op, opRange, operand}
	} else {
		x = p.simple()
	}
	for {
		b, ok := binaryOps[p.tok.kind]
		if !ok || b.left <= limit {
			break
		}
		opRange := p.tok.Range
		p.next()
		y := p.subexpr(b.right)
		x = &Binary{p.from(start), b.op, opRange, x, y}
	}
	p.leave()
	return x
}

func unaryOp(k kind) (Op, bool) {
	switch k {
	case tkNot:
		return Not, true
	case '-':
		return Neg, true
	case '#':
		return Len, true
	}
	return 0, false
}

func (p *parser) simple() Expr {
	t := p.tok
	var e Expr
	switch t.kind {
	case tkNumber:
		e = &Number{t.Range, t.number}
	case tkString:
		e = &String{t.Range, t.text}
	case tkNil:
		e = &Nil{t.Range}
	case tkTrue, tkFalse:
		e = &Bool{t.Range, t.kind == tkTrue}
	case tkDots:
		if !p.fs.node.Vararg {
			p.fail("cannot use '...' outside a vararg function")
		}
		e = &Vararg{t.Range}
	case '{':
		return p.table()
	case tkFunction:
		p.next()
		return p.body(t.Start, p.line, false)
	default:
		return p.primary()
	}
	p.next()
	return e
}

// primary reads a variable, a call, or an expression in parentheses.
func (p *parser) primary() Expr {
	start := p.tok.Start
	x := p.prefix()
	for {
		switch p.tok.kind {
		case '.':
			x = p.field(x)
		case '[':
			key := p.subscript()
			x = &Index{Range: p.from(start), X: x, Key: key}
		case ':':
			p.next()
			name := p.name()
			call := p.call(x)
			call.Method = &String{name.Range, name.text}
			x = call
		case '(', tkString, '{':
			x = p.call(x)
		default:
			return x
		}
	}
}

func (p *parser) prefix() Expr {
	start := p.tok.Start
	switch p.tok.kind {
	case '(':
		line := p.line
		p.next()
		x := p.expr()
		p.close(')', '(', line)
		return &Paren{p.from(start), x}
	case tkName:
		return p.resolve(p.name())
	}
	p.fail("unexpected symbol")
	return nil
}

// field reads .name or :name behind x.
func (p *parser) field(x Expr) Expr {
	p.next()
	name := p.name()
	return &Index{Range: p.from(x.Span().Start), X: x, Key: &String{name.Range, name.text}, Dot: true}
}

// subscript reads [key].
func (p *parser) subscript() Expr {
	p.next()
	key := p.expr()
	p.expect(']')
	return key
}

// call reads the arguments of a call to fn.
func (p *parser) call(fn Expr) *Call {
	c := &Call{Fn: fn}
	start, line := p.tok.Start, p.line
	switch p.tok.kind {
	case '(':
		if line != p.prevLine {
			p.fail("ambiguous syntax (function call x new statement)")
		}
		p.next()
		if p.tok.kind != ')' {
			c.Args = p.exprList()
		}
		p.close(')', '(', line)
	case '{':
		c.Args = []Expr{p.table()}
	case tkString:
		c.Args = []Expr{&String{p.tok.Range, p.tok.text}}
		p.next()
	default:
		p.fail("function arguments expected")
	}
	c.Parens = p.from(start)
	c.Range = p.from(fn.Span().Start)
	return c
}

// table reads a table constructor.
func (p *parser) table() Expr {
	t := &Table{}
	start, line := p.tok.Start, p.line
	p.expect('{')
	for p.tok.kind != '}' {
		t.Fields = append(t.Fields, p.tableField())
		if !p.accepts(',') && !p.accepts(';') {
			break
		}
	}
	p.close('}', '{', line)
	t.Range = p.from(start)
	return t
}

func (p *parser) tableField() Field {
	var key Expr
	switch {
	case p.tok.kind == '[':
		key = p.subscript()
	case p.tok.kind == tkName && p.peek().kind == '=':
		key = &String{p.tok.Range, p.tok.text}
		p.next()
	default:
		return Field{Value: p.expr()}
	}
	p.expect('=')
	return Field{Key: key, Value: p.expr()}
}
