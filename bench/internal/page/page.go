// Package page writes measured figures into the pages of docs.
package page

import (
	"fmt"
	"os"
	"strings"
)

// Fill replaces, in the Markdown file at path, the text between "<!-- begin NAME -->" and
// "<!-- end NAME -->" for each name. It writes nothing unless the page has all of them.
func Fill(path string, sections map[string]string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	page := string(text)
	for name, body := range sections {
		begin, end := "<!-- begin "+name+" -->\n", "<!-- end "+name+" -->"
		before, rest, ok := strings.Cut(page, begin)
		_, after, closed := strings.Cut(rest, end)
		if !ok || !closed {
			return fmt.Errorf("%s has no section %q: it needs the lines %q and %q", path, name, strings.TrimSpace(begin), end)
		}
		page = before + begin + "\n" + strings.TrimSpace(body) + "\n\n" + end + after
	}
	return os.WriteFile(path, []byte(page), 0o644)
}

// Table is a Markdown table. The first row is its head; columns after the first are aligned right.
func Table(rows [][]string) string {
	var b strings.Builder
	for i, row := range rows {
		fmt.Fprintf(&b, "| %s |\n", strings.Join(row, " | "))
		if i == 0 {
			b.WriteString("|---|" + strings.Repeat("--:|", len(row)-1) + "\n")
		}
	}
	return b.String()
}
