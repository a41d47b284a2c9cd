package lua

// This file holds the parser's frame: the chunk, functions, and the helpers that every rule uses.
// A rule is called with its first token at hand and leaves the token behind its last one at hand.

import "fmt"

type parser struct {
	*scanner
	levels  int // nested blocks and subexpressions still allowed
	fs      *funcState
	scope   map[string][]*Local // locals in scope by name, innermost last
	globals []*Name
}

func (p *parser) chunk() *Chunk {
	shebang := Range{0, p.pos}
	main := &Function{Vararg: true}
	p.fs = &funcState{node: main}
	p.next()
	main.Body = p.statements()
	main.Range = Range{0, len(p.text)}
	p.expect(tkEOF)
	return &Chunk{Main: main, Shebang: shebang, Globals: p.globals}
}

// enter counts one level of nesting; leave takes it back.
func (p *parser) enter() {
	if p.levels == 0 {
		p.failAt(p.tok.Range, "chunk has too many syntax levels", "")
	}
	p.levels--
}

func (p *parser) leave() { p.levels++ }

func (p *parser) failExpected(k kind) { p.fail(fmt.Sprintf("'%s' expected", k)) }

// accepts goes on if a token of the kind is at hand.
func (p *parser) accepts(k kind) bool {
	if p.tok.kind != k {
		return false
	}
	p.next()
	return true
}

// check fails unless a token of the kind is at hand.
func (p *parser) check(k kind) {
	if p.tok.kind != k {
		p.failExpected(k)
	}
}

func (p *parser) expect(k kind) {
	p.check(k)
	p.next()
}

// close expects the token that closes what opener opened at a line.
func (p *parser) close(closer, opener kind, line int) {
	if p.accepts(closer) {
		return
	}
	if line == p.line {
		p.failExpected(closer)
	}
	p.fail(fmt.Sprintf("'%s' expected (to close '%s' at line %d)", closer, opener, line))
}

func (p *parser) name() token {
	p.check(tkName)
	t := p.tok
	p.next()
	return t
}

// from returns the range from start to the end of the last token that was taken.
func (p *parser) from(start int) Range { return Range{start, max(start, p.prevEnd)} }

// body reads a function from its parameters to its end. The keyword stood at start.
func (p *parser) body(start, line int, method bool) *Function {
	fn := &Function{Outer: p.fs.node, Line: line}
	p.fs = &funcState{outer: p.fs, node: fn}
	self := Range{p.tok.Start, p.tok.Start}
	p.expect('(')
	if method {
		p.param(p.declare(token{Range: self, text: "self"}, 0))
		p.activate(fn.Params...)
	}
	p.params()
	p.expect(')')
	fn.Body = p.statements()
	p.close(tkEnd, tkFunction, line)
	fn.Range = p.from(start)
	p.leaveTo(0)
	p.fs = p.fs.outer
	return fn
}

func (p *parser) param(l *Local) {
	l.Param = true
	p.fs.node.Params = append(p.fs.node.Params, l)
}

func (p *parser) params() {
	fn := p.fs.node
	first := len(fn.Params)
	if p.tok.kind != ')' {
		for {
			switch p.tok.kind {
			case tkName:
				p.param(p.declare(p.name(), len(fn.Params)-first))
			case tkDots:
				fn.Arg = p.declare(token{Range: p.tok.Range, text: "arg"}, len(fn.Params)-first)
				fn.Vararg = true
				p.next()
			default:
				p.fail("<name> or '...' expected")
			}
			if fn.Vararg || !p.accepts(',') {
				break
			}
		}
	}
	p.activate(fn.Params[first:]...)
	if fn.Arg != nil {
		p.activate(fn.Arg)
	}
}
