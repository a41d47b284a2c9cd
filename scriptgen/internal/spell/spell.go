// Package spell finds the name that was probably meant, for hints.
package spell

import "strings"

// Nearest returns the candidate that differs least from name, or "" when none is near enough to be
// meant. Letter case is ignored. Of two equally near candidates the first one wins.
func Nearest(name string, candidates []string) string {
	best, nearest := limit(name)+1, ""
	for _, c := range candidates {
		if d := distance(strings.ToLower(name), strings.ToLower(c)); d < best {
			best, nearest = d, c
		}
	}
	return nearest
}

// Hint asks whether the nearest candidate was meant: "did you mean keys?". Where none is near enough it
// returns otherwise.
func Hint(name string, candidates []string, otherwise string) string {
	if nearest := Nearest(name, candidates); nearest != "" {
		return "did you mean " + nearest + "?"
	}
	return otherwise
}

// limit is the number of slips that a name of this length can hold and still be recognised.
func limit(name string) int {
	switch n := len(name); {
	case n <= 2:
		return n / 2
	case n <= 5:
		return 2
	default:
		return n / 3
	}
}

// distance counts the insertions, deletions, substitutions and swaps of neighbours that turn a
// into b.
func distance(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
