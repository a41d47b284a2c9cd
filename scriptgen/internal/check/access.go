package check

import (
	"slices"
	"strings"

	"github.com/scriptbind/scriptbind/scriptgen/internal/contract"
	"github.com/scriptbind/scriptbind/scriptgen/internal/flow"
	"github.com/scriptbind/scriptbind/scriptgen/internal/redisenv"
)

// Access returns what a script with a header certainly or possibly does with the keys of its header.
// A key of which nothing is known is not in it.
func Access(s *Script, opts Options) map[*contract.Key]redisenv.Access {
	access := map[*contract.Key]redisenv.Access{}
	p := newPass(s, opts)
	if p.Contract == nil {
		return access
	}
	for _, use := range keyUses(&p) {
		does := use.key.Access
		options := use.call.Words[min(3, len(use.call.Words)):]
		if use.call.Name == "SET" && !slices.ContainsFunc(options, isGet) {
			does &^= redisenv.Reads // its key specification speaks of SET … GET
		}
		for _, a := range use.value {
			for _, k := range mayBeKeys(p.Contract, a) {
				access[k] |= does
			}
		}
	}
	return access
}

func isGet(word flow.Value) bool {
	text, known := word.Literal()
	return !known || strings.EqualFold(text, "GET")
}
