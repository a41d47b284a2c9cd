package lua

// This file parses statements.

// statements reads a block's statements, without a scope of their own.
func (p *parser) statements() *Block {
	p.enter()
	b := &Block{Range: Range{p.tok.Start, p.tok.Start}}
	for last := false; !last && !p.tok.endsBlock(); {
		start := p.tok.Start
		var s Stmt
		s, last = p.statement(start)
		b.Stmts = append(b.Stmts, s)
		b.End = p.prevEnd
		p.accepts(';')
	}
	p.leave()
	return b
}

// block reads statements in a scope of their own.
func (p *parser) block() *Block {
	n := len(p.fs.active)
	b := p.statements()
	p.leaveTo(n)
	return b
}

// statement reads one statement and reports whether it must be its block's last.
func (p *parser) statement(start int) (s Stmt, last bool) {
	line := p.line
	switch p.tok.kind {
	case tkIf:
		return p.ifStmt(start, line), false
	case tkWhile:
		return p.whileStmt(start, line), false
	case tkDo:
		p.next()
		body := p.block()
		p.close(tkEnd, tkDo, line)
		return &Do{p.from(start), body}, false
	case tkFor:
		return p.forStmt(start, line), false
	case tkRepeat:
		return p.repeatStmt(start, line), false
	case tkFunction:
		return p.functionStmt(start, line), false
	case tkLocal:
		p.next()
		if p.tok.kind == tkFunction {
			return p.localFunction(start), false
		}
		return p.localStmt(start), false
	case tkReturn:
		p.next()
		r := &Return{}
		if !p.tok.endsBlock() && p.tok.kind != ';' {
			r.Values = p.exprList()
		}
		r.Range = p.from(start)
		return r, true
	case tkBreak:
		p.next()
		if p.fs.loops == 0 {
			p.fail("no loop to break")
		}
		return &Break{p.from(start)}, true
	}
	return p.exprStmt(start), false
}

func (p *parser) ifStmt(start, line int) Stmt {
	s := &If{}
	for p.tok.kind == tkIf || p.tok.kind == tkElseif {
		c := Clause{Range: p.tok.Range}
		p.next()
		c.Cond = p.expr()
		p.expect(tkThen)
		c.Body = p.block()
		c.End = p.prevEnd
		s.Clauses = append(s.Clauses, c)
	}
	if p.tok.kind == tkElse {
		c := Clause{Range: p.tok.Range}
		p.next()
		c.Body = p.block()
		c.End = p.prevEnd
		s.Clauses = append(s.Clauses, c)
	}
	p.close(tkEnd, tkIf, line)
	s.Range = p.from(start)
	return s
}

func (p *parser) whileStmt(start, line int) Stmt {
	s := &While{}
	p.next()
	s.Cond = p.expr()
	p.expect(tkDo)
	p.fs.loops++
	s.Body = p.block()
	p.fs.loops--
	p.close(tkEnd, tkWhile, line)
	s.Range = p.from(start)
	return s
}

func (p *parser) repeatStmt(start, line int) Stmt {
	s := &Repeat{}
	p.next()
	n := len(p.fs.active)
	p.fs.loops++
	s.Body = p.statements()
	p.close(tkUntil, tkRepeat, line)
	s.Cond = p.expr()
	p.fs.loops--
	p.leaveTo(n)
	s.Range = p.from(start)
	return s
}

// hidden is the number of locals that a for loop keeps for itself.
const hidden = 3

func (p *parser) forStmt(start, line int) Stmt {
	p.next()
	name := p.name()
	switch p.tok.kind {
	case '=':
		for i := range hidden {
			p.checkLocals(i)
		}
		s := &NumericFor{Var: p.declare(name, hidden)}
		p.next()
		s.From = p.expr()
		p.expect(',')
		s.To = p.expr()
		if p.accepts(',') {
			s.Step = p.expr()
		}
		s.Body = p.forBody(line, s.Var)
		s.Range = p.from(start)
		return s
	case ',', tkIn:
		for i := range hidden {
			p.checkLocals(i)
		}
		s := &GenericFor{Names: []*Local{p.declare(name, hidden)}}
		for p.accepts(',') {
			s.Names = append(s.Names, p.declare(p.name(), hidden+len(s.Names)))
		}
		p.expect(tkIn)
		s.Values = p.exprList()
		s.Body = p.forBody(line, s.Names...)
		s.Range = p.from(start)
		return s
	}
	p.fail("'=' or 'in' expected")
	return nil
}

func (p *parser) forBody(line int, names ...*Local) *Block {
	n := len(p.fs.active)
	p.activate(nil, nil, nil)
	p.expect(tkDo)
	p.activate(names...)
	p.fs.loops++
	b := p.block()
	p.fs.loops--
	p.close(tkEnd, tkFor, line)
	p.leaveTo(n)
	return b
}

func (p *parser) functionStmt(start, line int) Stmt {
	p.next()
	first := p.tok.Start
	var target Expr = p.resolve(p.name())
	for p.tok.kind == '.' {
		target = p.field(target)
	}
	method := p.tok.kind == ':'
	if method {
		target = p.field(target)
	}
	name := p.text[first:p.prevEnd]
	fn := p.body(start, line, method)
	fn.Name = name
	p.assigned(target)
	return &FunctionStmt{p.from(start), target, fn}
}

func (p *parser) localFunction(start int) Stmt {
	keyword := p.tok.Start
	p.next()
	l := p.declare(p.name(), 0)
	p.activate(l)
	fn := p.body(keyword, p.line, false)
	fn.Name = l.Name
	return &LocalFunction{p.from(start), l, fn}
}

func (p *parser) localStmt(start int) Stmt {
	s := &LocalStmt{}
	for {
		s.Names = append(s.Names, p.declare(p.name(), len(s.Names)))
		if !p.accepts(',') {
			break
		}
	}
	if p.accepts('=') {
		s.Values = p.exprList()
	}
	p.activate(s.Names...)
	s.Range = p.from(start)
	return s
}

// exprStmt reads a call or an assignment.
func (p *parser) exprStmt(start int) Stmt {
	e := p.primary()
	if call, ok := e.(*Call); ok {
		return &CallStmt{p.from(start), call}
	}
	s := &Assign{}
	for {
		switch e.(type) {
		case *Name, *Index:
		default:
			p.fail("syntax error")
		}
		s.Targets = append(s.Targets, e)
		if !p.accepts(',') {
			break
		}
		e = p.primary()
		if len(s.Targets) > p.levels {
			p.limit(p.levels, "variables in assignment")
		}
	}
	p.expect('=')
	s.Values = p.exprList()
	for _, t := range s.Targets {
		p.assigned(t)
	}
	s.Range = p.from(start)
	return s
}

// assigned notes that a local is assigned.
func (p *parser) assigned(target Expr) {
	if n, ok := target.(*Name); ok && n.Local != nil {
		n.Local.Assigned = true
	}
}
