package contract

// Overlap reports whether some text can be made by both patterns, each placeholder standing for itself,
// also where one stands twice. It is what [Collide] is, only that it rather says yes than no.
func Overlap(p, q *Pattern) bool {
	a, b := automatonOf(p), automatonOf(q)
	_, found := walk(a, b, func(s pair) bool { return a.final(s.a) && b.final(s.b) })
	return found
}
