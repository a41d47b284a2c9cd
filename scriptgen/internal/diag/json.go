package diag

// This file prints findings as JSON.

import (
	"encoding/json"
	"io"
)

// printJSON writes one array of objects: empty, not null, when there is nothing to say.
func printJSON(w io.Writer, findings []Diagnostic) error {
	type object struct {
		place
		Severity string `json:"severity"`
		Check    string `json:"check"`
		Message  string `json:"message"`
		Hint     string `json:"hint"`
	}
	objects := make([]object, len(findings))
	for i, d := range findings {
		objects[i] = object{placeOf(d.Span), d.Severity.String(), d.Check, d.Message, d.Hint}
	}
	return encode(w, objects)
}

func encode(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
