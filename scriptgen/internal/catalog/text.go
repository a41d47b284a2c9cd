package catalog

// This file turns the parts of a contract into text.

import (
	"fmt"
	"strings"

	"github.com/scriptbind/scriptbind/scriptgen/internal/contract"
	"github.com/scriptbind/scriptbind/scriptgen/internal/header"
)

// code returns text as Markdown code, or nothing for nothing.
func code(text string) string {
	if text == "" {
		return ""
	}
	if strings.Contains(text, "`") {
		return "`` " + text + " ``"
	}
	return "`" + text + "`"
}

// prose keeps Markdown from reading the placeholders in a doc as HTML. What stands in backquotes is
// code already.
func prose(text string) string {
	parts := strings.Split(text, "`")
	for i := 0; i < len(parts); i += 2 {
		parts[i] = strings.ReplaceAll(parts[i], "<", `\<`)
	}
	return strings.Join(parts, "`")
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// firstSentence returns the first sentence of a doc, on one line.
func firstSentence(doc string) string {
	paragraph, _, _ := strings.Cut(strings.TrimSpace(doc), "\n\n")
	paragraph = oneLine(paragraph)
	if i := strings.Index(paragraph, ". "); i >= 0 {
		return paragraph[:i+1]
	}
	return paragraph
}

// patternText returns the pattern of a key; a key without one is a placeholder of the same name.
func patternText(k *contract.Key) string {
	if k.Pattern.Text == "" {
		return "<" + k.Name + ">"
	}
	return k.Pattern.Text
}

// slot returns the part of a key that decides its cluster slot, or nothing where only the caller
// knows.
func slot(k *contract.Key) string {
	parts, ok := k.Pattern.Tag()
	if !ok {
		return ""
	}
	var text strings.Builder
	for _, part := range parts {
		if part.IsPlaceholder() {
			text.WriteString("<" + part.Name + ">")
		} else {
			text.WriteString(part.Literal)
		}
	}
	return text.String()
}

// transcript shows an example as the commands it runs and what they reply.
func transcript(s *contract.Script, e *contract.Example) string {
	var out strings.Builder
	steps := func(steps []header.Step) {
		for _, step := range steps {
			out.WriteString(step.CommandLine())
			if step.Reply != nil {
				out.WriteString(" => " + step.Reply.String())
			}
			out.WriteByte('\n')
		}
	}
	steps(e.Given)
	fmt.Fprintf(&out, "%s(%s)", s.Name, e.Call.Entries())
	switch {
	case e.Fails.Value != "":
		out.WriteString(" => fails with " + e.Fails.Value)
	case e.Returns != nil:
		out.WriteString(" => " + e.Returns.String())
	}
	out.WriteByte('\n')
	steps(e.Then)
	return out.String()
}
