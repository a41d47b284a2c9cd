package contract

// This file makes keys from values and reads them back, and says what decides a key's slot.

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Placeholders returns the placeholders of a pattern, each once, in order of first appearance.
func (p *Pattern) Placeholders() []Part {
	var found []Part
	for _, part := range p.Parts {
		if part.IsPlaceholder() && !slices.ContainsFunc(found, func(f Part) bool { return f.Name == part.Name }) {
			found = append(found, part)
		}
	}
	return found
}

// Key returns the key that the values make, one for each of [Pattern.Placeholders]. The error names
// the placeholder whose value would break the key.
func (p *Pattern) Key(values ...string) (string, error) {
	placeholders := p.Placeholders()
	if len(values) != len(placeholders) {
		return "", fmt.Errorf("%d values for the %d placeholders of %s", len(values), len(placeholders), p.Text)
	}
	var key strings.Builder
	for _, part := range p.Parts {
		if !part.IsPlaceholder() {
			key.WriteString(part.Literal)
			continue
		}
		i := slices.IndexFunc(placeholders, func(f Part) bool { return f.Name == part.Name })
		if err := part.check(values[i]); err != nil {
			return "", err
		}
		key.WriteString(values[i])
	}
	return key.String(), nil
}

// check returns why a value cannot stand in the placeholder's place, or nil.
func (p Part) check(value string) error {
	if value == "" {
		return fmt.Errorf("%s is empty", p.Name)
	}
	if n := p.stop(value); n < len(value) {
		return fmt.Errorf("%s is %q, which contains %q and would break the key", p.Name, value, value[n:n+1])
	}
	var err error
	switch p.Type.Kind {
	case Int, Int64:
		var n int64
		if n, err = strconv.ParseInt(value, 10, 64); err == nil && strconv.FormatInt(n, 10) == value {
			return nil
		}
	case Uint64:
		var n uint64
		if n, err = strconv.ParseUint(value, 10, 64); err == nil && strconv.FormatUint(n, 10) == value {
			return nil
		}
	case Enum:
		if slices.ContainsFunc(p.Type.Values, func(v EnumValue) bool { return v.Wire == value }) {
			return nil
		}
	default:
		return nil
	}
	return fmt.Errorf("%s is %q, which is not %s", p.Name, value, p.Type.Text)
}

// stop returns the offset of the first byte that the placeholder forbids, or the text's length.
func (p Part) stop(text string) int {
	for i := range len(text) {
		if strings.IndexByte(p.Forbidden, text[i]) >= 0 {
			return i
		}
	}
	return len(text)
}

// Match reads a key back: the values of [Pattern.Placeholders] that make it, and whether there are
// any. There is at most one such tuple.
func (p *Pattern) Match(key string) (values []string, ok bool) {
	placeholders := p.Placeholders()
	values = make([]string, len(placeholders))
	for _, part := range p.Parts {
		if !part.IsPlaceholder() {
			if key, ok = strings.CutPrefix(key, part.Literal); !ok {
				return nil, false
			}
			continue
		}
		n := part.length(key)
		i := slices.IndexFunc(placeholders, func(f Part) bool { return f.Name == part.Name })
		if part.check(key[:n]) != nil || values[i] != "" && values[i] != key[:n] {
			return nil, false
		}
		values[i], key = key[:n], key[n:]
	}
	return values, key == ""
}

// length returns how much of what is left of a key belongs to the placeholder.
func (p Part) length(key string) int {
	if isInteger(p.Type) {
		n := 0
		for n < len(key) && (key[n] >= '0' && key[n] <= '9' || n == 0 && key[n] == '-') {
			n++
		}
		return n
	}
	return p.stop(key)
}

// Tag returns the part of the pattern that decides the slot: what stands inside the hash tag, or the whole
// pattern where it has none. ok is false where nothing can be said, because the whole key is up to
// the caller. Neighbouring literals are one.
func (p *Pattern) Tag() (parts []Part, ok bool) {
	tag := tagBefore
	for _, part := range p.Parts {
		if part.Whole {
			return nil, false
		}
		if part.IsPlaceholder() {
			if tag == tagInside {
				parts = append(parts, part)
			}
			continue
		}
		var literal strings.Builder
		for _, c := range []byte(part.Literal) {
			before := tag
			tag = tag.after(string(c))
			if before == tagInside && tag == tagInside {
				literal.WriteByte(c)
			}
			if before == tagInside && tag == tagAfter && len(parts) == 0 && literal.Len() == 0 {
				return p.Parts, true // an empty tag is none
			}
		}
		if literal.Len() > 0 {
			parts = append(parts, Part{Literal: literal.String(), Span: part.Span})
		}
	}
	if tag != tagAfter {
		return p.Parts, true
	}
	return parts, true
}

// SameSlot reports whether the keys that p and q make from the same parameters are always in one slot.
// A variadic placeholder has another value in each key, so it must not decide the slot.
func SameSlot(p, q *Pattern) bool {
	a, okA := p.Tag()
	b, okB := q.Tag()
	return okA && okB && slices.EqualFunc(a, b, func(x, y Part) bool {
		return x.Literal == y.Literal && x.Name == y.Name && !x.Variadic && !y.Variadic
	})
}
