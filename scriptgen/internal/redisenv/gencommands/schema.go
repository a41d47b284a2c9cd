package main

// This file turns a published reply schema, a JSON schema of the RESP3 reply, into the table's
// notation.

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"github.com/scriptbind/scriptbind/scriptgen/internal/redisenv"
)

type schema struct {
	Type                 string
	Const                any
	Enum                 []any
	Pattern              string
	OneOf                []schema
	AnyOf                []schema
	Items                json.RawMessage // a schema, or a list of them
	PrefixItems          []schema
	MinItems             *int
	MaxItems             *int
	Properties           map[string]schema
	PatternProperties    map[string]schema
	AdditionalProperties json.RawMessage // a boolean or a schema
}

// fromSchema returns the one reply case that a schema describes.
func fromSchema(text []byte) []replyCase {
	var s schema
	if len(text) == 0 || json.Unmarshal(text, &s) != nil {
		return []replyCase{{resp2: "any"}}
	}
	replies := simplify(s.replies())
	return []replyCase{{resp2: simplify(replies.RESP2()).String(), resp3: replies.String()}}
}

// statusText matches what commands reply as a status.
var statusText = regexp.MustCompile(`^(OK|PONG|QUEUED|RESET|CONTINUE|Background .*|ASYNC|SCHEDULED)$`)

func (s schema) replies() redisenv.Replies {
	one := func(r redisenv.Reply) redisenv.Replies { return redisenv.Replies{r} }
	var all redisenv.Replies
	for _, alternative := range slices.Concat(s.OneOf, s.AnyOf) {
		all = append(all, alternative.replies()...)
	}
	if len(all) > 0 {
		return all
	}
	switch v := s.Const.(type) {
	case string:
		if statusText.MatchString(v) {
			text := v
			if strings.Contains(v, " ") {
				text = ""
			}
			return one(redisenv.Reply{Kind: redisenv.Status, Text: text})
		}
		return one(redisenv.Reply{Kind: redisenv.Bulk})
	case float64:
		return one(redisenv.Reply{Kind: redisenv.Integer})
	}
	if len(s.Enum) > 0 {
		if _, ok := s.Enum[0].(float64); ok {
			return one(redisenv.Reply{Kind: redisenv.Integer})
		}
		return one(redisenv.Reply{Kind: redisenv.Bulk})
	}
	switch s.Type {
	case "null":
		return one(redisenv.Reply{Kind: redisenv.Null})
	case "integer":
		return one(redisenv.Reply{Kind: redisenv.Integer})
	case "number":
		return one(redisenv.Reply{Kind: redisenv.Double})
	case "boolean":
		return one(redisenv.Reply{Kind: redisenv.Boolean})
	case "string":
		return one(redisenv.Reply{Kind: redisenv.Bulk})
	case "array":
		return one(s.array())
	case "object":
		value := s.mapValue()
		return one(redisenv.Reply{Kind: redisenv.Map, Items: []redisenv.Replies{one(redisenv.Reply{Kind: redisenv.Bulk}), value}, Repeat: true})
	}
	return one(redisenv.Reply{Kind: redisenv.Any})
}

// array reads the schema of an array: a tuple, or any number of elements.
func (s schema) array() redisenv.Reply {
	r := redisenv.Reply{Kind: redisenv.Array}
	var element schema
	var tuple []schema
	if json.Unmarshal(s.Items, &tuple) != nil {
		tuple = nil
	}
	if len(s.PrefixItems) > 0 {
		tuple = s.PrefixItems
	}
	fixed := s.MinItems != nil && s.MaxItems != nil && *s.MinItems == *s.MaxItems
	if len(tuple) > 0 && (s.MinItems == nil || *s.MinItems == len(tuple)) {
		for _, item := range tuple {
			r.Items = append(r.Items, simplify(item.replies()))
		}
		return r
	}
	if json.Unmarshal(s.Items, &element) != nil {
		element = schema{}
	}
	replies := simplify(element.replies())
	if fixed && *s.MinItems <= 8 && len(s.Items) > 0 && len(tuple) == 0 {
		for range *s.MinItems {
			r.Items = append(r.Items, replies)
		}
		return r
	}
	r.Items, r.Repeat = []redisenv.Replies{replies}, true
	return r
}

// mapValue returns what the values of a map may be.
func (s schema) mapValue() redisenv.Replies {
	var all redisenv.Replies
	for _, p := range s.Properties {
		all = append(all, p.replies()...)
	}
	for _, p := range s.PatternProperties {
		all = append(all, p.replies()...)
	}
	var rest schema
	if len(s.AdditionalProperties) > 0 && json.Unmarshal(s.AdditionalProperties, &rest) == nil {
		all = append(all, rest.replies()...)
	}
	if len(all) == 0 {
		all = redisenv.Replies{{Kind: redisenv.Any}}
	}
	return simplify(all)
}

// simplify drops duplicates and puts the forms in a fixed order, null last. Where anything goes
// beside others, anything goes.
func simplify(rs redisenv.Replies) redisenv.Replies {
	byText := map[string]redisenv.Reply{}
	for _, r := range rs {
		for i := range r.Items {
			r.Items[i] = simplify(r.Items[i])
		}
		if r.Kind == redisenv.Any {
			return redisenv.Replies{r}
		}
		byText[r.String()] = r
	}
	texts := make([]string, 0, len(byText))
	for text := range byText {
		texts = append(texts, text)
	}
	slices.SortFunc(texts, func(a, b string) int {
		if (a == "null") != (b == "null") {
			if a == "null" {
				return 1
			}
			return -1
		}
		return strings.Compare(a, b)
	})
	out := make(redisenv.Replies, len(texts))
	for i, text := range texts {
		out[i] = byText[text]
	}
	return out
}
