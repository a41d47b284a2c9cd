package lua

// This file resolves names as the compiler does, in one pass while parsing, and holds its limits.

import "fmt"

const (
	maxLevels   = 200 // nested blocks and subexpressions
	maxLocals   = 200 // of one function at one place, hidden ones of loops included
	maxUpvalues = 60  // of one function
)

// funcState is what the parser knows of the function it is in.
type funcState struct {
	outer    *funcState
	node     *Function
	active   []*Local // locals in scope, innermost last; nil for hidden ones
	upvalues map[*Local]bool
	loops    int // loops around the place
}

// declare makes a local that is not yet in scope; pending is the number declared before it that are
// not in scope either.
func (p *parser) declare(name token, pending int) *Local {
	p.checkLocals(pending)
	return &Local{Range: name.Range, Name: name.text, Func: p.fs.node}
}

func (p *parser) checkLocals(pending int) {
	if len(p.fs.active)+pending+1 > maxLocals {
		p.limit(maxLocals, "local variables")
	}
}

// activate puts locals into scope; nil stands for a hidden one.
func (p *parser) activate(locals ...*Local) {
	p.fs.active = append(p.fs.active, locals...)
	for _, l := range locals {
		if l != nil {
			p.scope[l.Name] = append(p.scope[l.Name], l)
		}
	}
}

// leaveTo takes the locals beyond the first n of the function out of scope.
func (p *parser) leaveTo(n int) {
	for i := len(p.fs.active) - 1; i >= n; i-- {
		if l := p.fs.active[i]; l != nil {
			stack := p.scope[l.Name]
			p.scope[l.Name] = stack[:len(stack)-1]
		}
	}
	p.fs.active = p.fs.active[:n]
}

// resolve returns the use of a name at this place.
func (p *parser) resolve(name token) *Name {
	use := &Name{Range: name.Range, Name: name.text}
	if stack := p.scope[name.text]; len(stack) > 0 {
		use.Local = stack[len(stack)-1]
		p.capture(p.fs, use.Local)
	} else {
		p.globals = append(p.globals, use)
	}
	return use
}

// capture makes l an upvalue of fs and of every function between it and l's own.
func (p *parser) capture(fs *funcState, l *Local) {
	if fs.node == l.Func || fs.upvalues[l] {
		return
	}
	p.capture(fs.outer, l)
	if len(fs.upvalues)+1 > maxUpvalues {
		p.limitOf(fs, maxUpvalues, "upvalues")
	}
	if fs.upvalues == nil {
		fs.upvalues = map[*Local]bool{}
	}
	fs.upvalues[l] = true
	fs.node.Upvalues = append(fs.node.Upvalues, l)
	l.Captured = true
}

func (p *parser) limit(n int, what string) { p.limitOf(p.fs, n, what) }

func (p *parser) limitOf(fs *funcState, n int, what string) {
	where := "main function"
	if fs.node.Line > 0 {
		where = fmt.Sprintf("function at line %d", fs.node.Line)
	}
	p.failAt(p.tok.Range, fmt.Sprintf("%s has more than %d %s", where, n, what), "")
}
