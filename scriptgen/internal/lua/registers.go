package lua

// This file counts the registers and constants that the compiler's code generator would use for an
// expression. An operand is what the generator knows of an expression that it has read and not yet
// put anywhere; each method does to operands what the generator does, without emitting anything.
// limits.go calls the methods in the order of the text.

import "math"

const (
	maxRegisters = 250    // of one function; the last one is never used
	maxConstants = 262143 // of one function, and functions directly inside it
	constantBit  = 256    // marks a constant where an instruction takes a register or a constant
)

type operandKind int

const (
	expVoid operandKind = iota
	expNil
	expTrue
	expFalse
	expConstant    // index: of the constant
	expNumeral     // number: not yet a constant
	expLocal       // index: its register
	expVariable    // an upvalue or a global
	expIndexed     // index: register of the table; key: register or constant
	expComparison  // a jump
	expRelocatable // an instruction whose target register is still open
	expFixed       // index: the register that holds the value
	expCall        // index: the register of the first result
	expVararg
)

type operand struct {
	kind       operandKind
	index, key int
	number     float64
	op         Op   // relocatable: Not and Concat are told from the others
	whenTrue   bool // jumps leave the expression where it is true
	whenFalse  bool // and where it is false
}

func (e *operand) jumps() bool     { return e.whenTrue || e.whenFalse }
func (e *operand) isNumeral() bool { return e.kind == expNumeral && !e.jumps() }
func (e *operand) isOpen() bool    { return e.kind == expCall || e.kind == expVararg }

// result makes e the result of an operation.
func (e *operand) result(op Op) { e.kind, e.op = expRelocatable, op }

// need sees to it that n registers more can be used.
func (c *counter) need(n int) {
	if n += c.fn.free; n > c.fn.registers {
		if n >= maxRegisters {
			c.fail("function or expression too complex")
		}
		c.fn.registers = n
	}
}

func (c *counter) reserve(n int) {
	c.need(n)
	c.fn.free += n
}

// release gives a register back unless it is a local's, or a constant.
func (c *counter) release(register int) {
	if register&constantBit == 0 && register >= c.fn.active {
		c.fn.free--
	}
}

func (c *counter) releaseOperand(e *operand) {
	if e.kind == expFixed {
		c.release(e.index)
	}
}

// constant returns the index of a constant: a string, a float64, a bool or nil.
func (c *counter) constant(value any) int {
	i, ok := c.fn.constants[value]
	if !ok {
		i = len(c.fn.constants)
		c.limit(i+1, maxConstants, "constant table overflow")
		c.fn.constants[value] = i
	}
	return i
}

// discharge makes a variable or a call a value.
func (c *counter) discharge(e *operand) {
	switch e.kind {
	case expLocal, expCall:
		e.kind = expFixed
	case expVariable, expVararg:
		e.result(Add)
	case expIndexed:
		c.release(e.key)
		c.release(e.index)
		e.result(Add)
	}
}

// keepAll leaves a call or "..." with all its values, or with a number of them.
func (c *counter) keepAll(e *operand) {
	if e.kind == expVararg {
		c.reserve(1)
	}
}

// into puts an expression's value into a register.
func (c *counter) into(e *operand, register int) {
	c.discharge(e)
	if e.kind == expNumeral {
		c.constant(e.number)
	}
	*e = operand{kind: expFixed, index: register}
}

func (c *counter) intoNext(e *operand) {
	c.discharge(e)
	c.releaseOperand(e)
	c.reserve(1)
	c.into(e, c.fn.free-1)
}

func (c *counter) intoAny(e *operand) int {
	c.discharge(e)
	switch {
	case e.kind != expFixed || e.jumps() && e.index < c.fn.active:
		c.intoNext(e)
	case e.jumps():
		c.into(e, e.index)
	}
	return e.index
}

func (c *counter) value(e *operand) {
	if e.jumps() {
		c.intoAny(e)
	} else {
		c.discharge(e)
	}
}

// intoRK makes an expression a register, or one of the first constants.
func (c *counter) intoRK(e *operand) int {
	c.value(e)
	if len(c.fn.constants) < constantBit {
		switch e.kind {
		case expNil:
			e.kind, e.index = expConstant, c.constant(nil)
		case expTrue, expFalse:
			e.kind, e.index = expConstant, c.constant(e.kind == expTrue)
		case expNumeral:
			e.kind, e.index = expConstant, c.constant(e.number)
		}
	}
	if e.kind == expConstant && e.index < constantBit {
		return e.index | constantBit
	}
	return c.intoAny(e)
}

// store assigns a value to a variable.
func (c *counter) store(to, e *operand) {
	switch to.kind {
	case expLocal:
		c.releaseOperand(e)
		c.into(e, to.index)
		return
	case expVariable:
		c.intoAny(e)
	case expIndexed:
		c.intoRK(e)
	}
	c.releaseOperand(e)
}

// test goes on behind a condition if it is true, or if it is not, and jumps away otherwise.
func (c *counter) test(e *operand, goOn bool) {
	c.discharge(e)
	away, arrived := &e.whenFalse, &e.whenTrue
	if !goOn {
		away, arrived = arrived, away
	}
	*arrived = false
	switch e.kind {
	case expConstant, expNumeral, expTrue:
		if goOn {
			return
		}
	case expNil, expFalse:
		if !goOn {
			return
		}
	}
	*away = true
	if e.kind == expComparison || e.kind == expRelocatable && e.op == Not {
		return
	}
	c.anyRegister(e)
	c.releaseOperand(e)
}

// anyRegister puts a value into a register, wherever its jumps lead.
func (c *counter) anyRegister(e *operand) {
	if e.kind != expFixed {
		c.reserve(1)
		if e.kind == expNumeral {
			c.constant(e.number)
		}
		e.kind, e.index = expFixed, c.fn.free-1
	}
}

func (c *counter) not(e *operand) {
	c.discharge(e)
	switch e.kind {
	case expNil, expFalse:
		e.kind = expTrue
	case expConstant, expNumeral, expTrue:
		e.kind = expFalse
	case expRelocatable, expFixed:
		c.anyRegister(e)
		c.releaseOperand(e)
		e.result(Not)
	}
	e.whenTrue, e.whenFalse = e.whenFalse, e.whenTrue
}

// fold computes an operation on two numerals, as the compiler does unless the result is in doubt.
func fold(op Op, x, y *operand) bool {
	if !x.isNumeral() || !y.isNumeral() {
		return false
	}
	a, b := x.number, y.number
	switch op {
	case Add:
		a += b
	case Sub:
		a -= b
	case Mul:
		a *= b
	case Div:
		a /= b
	case Mod:
		a -= math.Floor(a/b) * b
	case Pow:
		a = math.Pow(a, b)
	case Neg:
		a = -a
	default:
		return false
	}
	if math.IsNaN(a) || b == 0 && (op == Div || op == Mod) {
		return false
	}
	x.number = a
	return true
}

func (c *counter) arithmetic(op Op, x, y *operand) {
	if fold(op, x, y) {
		return
	}
	c.intoRK(y)
	c.intoRK(x)
	c.releaseOperand(x)
	c.releaseOperand(y)
	x.result(op)
}

// prefix applies a unary operator.
func (c *counter) prefix(op Op, e *operand) {
	switch {
	case op == Not:
		c.not(e)
		return
	case op == Neg && fold(op, e, &operand{kind: expNumeral}):
		return
	}
	c.intoAny(e)
	c.releaseOperand(e)
	e.result(op)
}

// infix makes the left operand ready before the right one is read.
func (c *counter) infix(op Op, e *operand) {
	switch op {
	case And, Or:
		c.test(e, op == And)
	case Concat:
		c.intoNext(e)
	case Add, Sub, Mul, Div, Mod, Pow:
		if !e.isNumeral() {
			c.intoRK(e)
		}
	default:
		c.intoRK(e)
	}
}

// postfix applies a binary operator; the result is in x.
func (c *counter) postfix(op Op, x, y *operand) {
	switch op {
	case And:
		c.discharge(y)
		y.whenFalse = y.whenFalse || x.whenFalse
		*x = *y
	case Or:
		c.discharge(y)
		y.whenTrue = y.whenTrue || x.whenTrue
		*x = *y
	case Concat:
		c.value(y)
		if y.kind == expRelocatable && y.op == Concat {
			c.releaseOperand(x)
			x.result(Concat)
			return
		}
		c.intoNext(y)
		c.arithmetic(op, x, y)
	case Eq, Ne, Lt, Le, Gt, Ge:
		c.intoRK(x)
		c.intoRK(y)
		c.releaseOperand(y)
		c.releaseOperand(x)
		x.kind = expComparison
	default:
		c.arithmetic(op, x, y)
	}
}
