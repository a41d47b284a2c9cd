package contract

// This file decides what keys patterns can make. A pattern is a regular language over bytes: literals;
// placeholders that are one byte or more of those not forbidden; decimal numbers; the values of an
// enum. So "can these two make the same key" is whether two automata accept a common word: go through
// both side by side, and when both can end, the way there spells a key. The searches below are that
// walk; only what they look for differs.

import (
	"math/bits"
	"slices"
)

// Collide returns a key that both patterns can make, and whether there is one. It is exact, but for patterns
// in which one placeholder stands twice: there it finds no collision where it cannot name a key.
func Collide(p, q *Pattern) (key string, found bool) {
	key, found = meet(p, q)
	return key, found && p.makes(key) && q.makes(key)
}

// Overlap reports whether both patterns may make the same key. It errs on the other side than Collide: a
// placeholder that stands twice is taken as two.
func Overlap(p, q *Pattern) bool {
	_, found := meet(p, q)
	return found
}

// meet returns a text that both patterns make, where a placeholder may have another value each time it
// stands there.
func meet(p, q *Pattern) (text string, found bool) {
	a, b := automatonOf(p), automatonOf(q)
	return walk(a, b, func(s pair) bool { return a.final(s.a) && b.final(s.b) })
}

// Ambiguous returns a key that two different tuples of values make, and whether there is one. It never is
// so for a pattern that was read without a mistake: this is the proof.
func (p *Pattern) Ambiguous() (key string, found bool) {
	a := automatonOf(p)
	return walk(a, a, func(s pair) bool { return s.apart && a.final(s.a) && a.final(s.b) })
}

// makes reports whether the pattern makes the key.
func (p *Pattern) makes(key string) bool {
	_, ok := p.Match(key)
	return ok
}

// byteSet is a set of bytes.
type byteSet [4]uint64

func (s *byteSet) add(b byte) { s[b/64] |= 1 << (b % 64) }
func (s byteSet) and(t byteSet) byteSet {
	return byteSet{s[0] & t[0], s[1] & t[1], s[2] & t[2], s[3] & t[3]}
}

// any returns a byte of the set, a readable one if there is one.
func (s byteSet) any() (b byte, ok bool) {
	for _, c := range []byte("abcdefghijklmnopqrstuvwxyz0123456789") {
		if s[c/64]&(1<<(c%64)) != 0 {
			return c, true
		}
	}
	for _, printable := range []bool{true, false} {
		for i, word := range s {
			for ; word != 0; word &= word - 1 {
				c := byte(i*64 + bits.TrailingZeros64(word))
				if !printable || c > ' ' && c < 0x7f {
					return c, true
				}
			}
		}
	}
	return 0, false
}

func setOf(bytes ...byte) (s byteSet) {
	for _, b := range bytes {
		s.add(b)
	}
	return s
}

func setWithout(forbidden string) byteSet {
	s := byteSet{^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0)}
	for _, b := range []byte(forbidden) {
		s[b/64] &^= 1 << (b % 64)
	}
	return s
}

// automaton is nondeterministic and has no empty moves: a state is left over edges, each of which reads
// one byte. It begins in state 0.
type automaton struct {
	edges [][]edge // by state
	ends  []int    // final states
}

type edge struct {
	bytes byteSet
	to    int
}

func (a *automaton) state() int {
	a.edges = append(a.edges, nil)
	return len(a.edges) - 1
}

func (a *automaton) final(state int) bool { return slices.Contains(a.ends, state) }

// read adds a state that is reached from each of the given ones by a byte of the set.
func (a *automaton) read(from []int, bytes byteSet) []int {
	to := a.state()
	for _, s := range from {
		a.edges[s] = append(a.edges[s], edge{bytes, to})
	}
	return []int{to}
}

func (a *automaton) readText(from []int, text string) []int {
	for _, b := range []byte(text) {
		from = a.read(from, setOf(b))
	}
	return from
}

// loop adds an edge from each state to itself.
func (a *automaton) loop(states []int, bytes byteSet) {
	for _, s := range states {
		a.edges[s] = append(a.edges[s], edge{bytes, s})
	}
}

func automatonOf(p *Pattern) *automaton {
	a := &automaton{}
	at := []int{a.state()}
	for _, part := range p.Parts {
		at = a.part(at, part)
	}
	a.ends = at
	return a
}

// part appends what one part of a pattern reads, and returns the states in which it can end.
func (a *automaton) part(from []int, part Part) []int {
	switch {
	case !part.IsPlaceholder():
		return a.readText(from, part.Literal)
	case part.Type.Kind == Enum:
		var ends []int
		for _, v := range part.Type.Values {
			ends = append(ends, a.readText(from, v.Wire)...)
		}
		return ends
	case isInteger(part.Type):
		// 0, or a first digit other than 0 and any number of digits; a minus only before those.
		zero := a.read(from, setOf('0'))
		first := from
		if part.Type.Kind != Uint64 {
			first = append(slices.Clone(from), a.read(from, setOf('-'))...)
		}
		digits := a.read(first, setOf('1', '2', '3', '4', '5', '6', '7', '8', '9'))
		a.loop(digits, setOf('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'))
		return append(zero, digits...)
	default:
		allowed := setWithout(part.Forbidden)
		ends := a.read(from, allowed)
		a.loop(ends, allowed)
		return ends
	}
}

// pair is a state of two automata that have read the same bytes. apart says that they have been in
// different states on the way: for one automaton and itself, that a key was read in two ways.
type pair struct {
	a, b  int
	apart bool
}

// step is how the walk came to a pair.
type step struct {
	from pair
	by   byte
}

// walk goes through both automata side by side, breadth first, until want holds, and returns the bytes
// read on the way: the shortest that lead there.
func walk(a, b *automaton, want func(pair) bool) (key string, found bool) {
	start := pair{}
	came := map[pair]step{start: {}}
	queue := []pair{start}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		if want(at) {
			return spelled(came, start, at), true
		}
		for _, x := range a.edges[at.a] {
			for _, y := range b.edges[at.b] {
				by, ok := x.bytes.and(y.bytes).any()
				next := pair{x.to, y.to, at.apart || x.to != y.to}
				if _, seen := came[next]; ok && !seen {
					came[next] = step{at, by}
					queue = append(queue, next)
				}
			}
		}
	}
	return "", false
}

// spelled returns the bytes read from start to end.
func spelled(came map[pair]step, start, end pair) string {
	var key []byte
	for at := end; at != start; at = came[at].from {
		key = append(key, came[at].by)
	}
	slices.Reverse(key)
	return string(key)
}
