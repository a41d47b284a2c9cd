package main

// This file collects the names that the servers give the arguments of a command.

import "strings"

// argumentsOf returns the arguments that each call of a command has, by their names, keywords in upper case:
// "key seconds". It returns "" where the names are not as many as the arity says.
func argumentsOf(c rawCommand) string {
	words := wordsOf(c.Arguments)
	least := max(c.Arity, -c.Arity) - 1
	if c.Container != "" {
		least--
	}
	if len(words) != least {
		return ""
	}
	return strings.Join(words, " ")
}

// wordsOf returns the fewest words that arguments one after the other take.
func wordsOf(args []rawArgument) []string {
	var words []string
	for _, a := range args {
		if bool(a.Optional) {
			continue
		}
		if a.Token != "" {
			words = append(words, strings.ToUpper(a.Token))
		}
		switch a.Type {
		case "pure-token":
		case "block":
			words = append(words, wordsOf(a.Arguments)...)
		case "oneof":
			words = append(words, shortest(a)...)
		default:
			words = append(words, strings.ToLower(a.Name))
		}
	}
	return words
}

// shortest returns the alternative of the fewest words; the name of what is chosen where it is one word.
func shortest(a rawArgument) []string {
	var words []string
	for i, alternative := range a.Arguments {
		if w := wordsOf([]rawArgument{alternative}); i == 0 || len(w) < len(words) {
			words = w
		}
	}
	if len(words) == 1 {
		return []string{strings.ToLower(a.Name)}
	}
	return words
}
