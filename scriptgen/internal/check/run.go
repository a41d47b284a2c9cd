package check

// This file runs the checks over a script set.

import (
	"runtime"
	"slices"
	"sync"

	"github.com/scriptbind/scriptbind/scriptgen/internal/contract"
	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/flow"
	"github.com/scriptbind/scriptbind/scriptgen/internal/lua"
)

// Run checks the scripts of one set and returns what was found, sorted. What the header's own
// parsing found is not among it.
func Run(scripts []*Script, opts Options) []diag.Diagnostic {
	base := passes(scripts, opts)
	found := make([][]diag.Diagnostic, len(scripts))
	for _, c := range All {
		all := make([]*Pass, len(base))
		for i := range base {
			p := base[i]
			p.Check = c
			all[i] = &p
			if c.Run != nil && (p.Chunk != nil || c == syntax) {
				c.Run(&p)
			}
		}
		if c.RunSet != nil {
			c.RunSet(all)
		}
		for i, p := range all {
			found[i] = append(found[i], p.found...)
		}
	}
	var l diag.List
	for i, s := range scripts {
		for _, d := range ignored(s, base[i].Chunk != nil, found[i]) {
			l.Add(d)
		}
	}
	return l.Sorted()
}

// passes reads and analyses scripts, as many at a time as there are processors.
func passes(scripts []*Script, opts Options) []Pass {
	made := make([]Pass, len(scripts))
	next := make(chan int)
	var work sync.WaitGroup
	for range min(len(scripts), runtime.GOMAXPROCS(0)) {
		work.Go(func() {
			for i := range next {
				made[i] = newPass(scripts[i], opts)
			}
		})
	}
	for i := range scripts {
		next <- i
	}
	close(next)
	work.Wait()
	return made
}

func newPass(s *Script, opts Options) Pass {
	p := Pass{Program: s.Program, Server: opts.Server, Flow: &flow.Result{}}
	if s.Contract != nil && !s.Contract.Broken {
		p.Contract = s.Contract
	}
	p.Chunk, p.Syntax = lua.Parse(s.Program.Text)
	if p.Chunk == nil {
		return p
	}
	result := flow.Analyze(p.Chunk, flow.Options{Keys: keysInput(p.Contract), Args: argsInput(p.Contract), Server: opts.Server})
	if !result.Exhausted {
		p.Flow = result
	}
	return p
}

func keysInput(s *contract.Script) flow.Input {
	if s == nil {
		return flow.Input{}
	}
	in := flow.Input{Declared: true, Count: len(s.Keys)}
	if n := len(s.Keys); n > 0 && s.Keys[n-1].Variadic() {
		in.Count, in.Rest = n-1, true
	}
	return in
}

func argsInput(s *contract.Script) flow.Input {
	if s == nil {
		return flow.Input{}
	}
	in := flow.Input{Declared: true, Count: len(s.Args)}
	if n := len(s.Args); n > 0 && s.Args[n-1].Variadic() {
		in.Count, in.Rest = n-1, true
	}
	in.Numeric = func(i int) bool { t := elementType(s, i); return t != nil && !t.Optional && isNumeric(t.Kind) }
	in.Whole = func(i int) bool { return in.Numeric(i) && elementType(s, i).Kind != contract.Float }
	return in
}

// elementType returns the type of ARGV[i], nil where there is none.
func elementType(s *contract.Script, i int) *contract.Type {
	n := len(s.Args)
	if i < 1 || n == 0 {
		return nil
	}
	if i < n || i == n && !s.Args[n-1].Variadic() {
		return s.Args[i-1].Type
	}
	last := s.Args[n-1]
	if !last.Variadic() {
		return nil
	}
	offset := i - last.Index
	switch t := last.Type; {
	case t.Kind == contract.Map:
		return []*contract.Type{t.Key, t.Elem}[offset%2]
	case t.Elem.Kind == contract.Record:
		return t.Elem.Fields[offset%len(t.Elem.Fields)].Type
	default:
		return t.Elem
	}
}

func isNumeric(k contract.Kind) bool {
	switch k {
	case contract.Int, contract.Int64, contract.Uint64, contract.Float, contract.Bool,
		contract.Seconds, contract.Milliseconds, contract.Unix, contract.UnixMilli:
		return true
	}
	return false
}

// ignored drops what a script's header says to ignore. Where it says so in vain, that is a finding
// itself, unless the Lua could not be read.
func ignored(s *Script, readable bool, found []diag.Diagnostic) []diag.Diagnostic {
	if s.Contract == nil {
		return found
	}
	for _, ignore := range s.Contract.Ignore {
		name := ignore.Check.Value
		kept := slices.DeleteFunc(slices.Clone(found), func(d diag.Diagnostic) bool { return d.Check == name })
		switch {
		case Find(name) == nil:
			found = append(found, diag.Diagnostic{
				Check: headerCheck.Name, Span: ignore.Check.Span,
				Message: "there is no check " + name, Hint: FindHint(name),
			})
			continue
		case len(kept) == len(found) && readable:
			kept = append(kept, diag.Diagnostic{
				Check: headerCheck.Name, Severity: diag.Advice, Span: ignore.Check.Span,
				Message: "nothing to ignore: the script has no finding of " + name,
				Hint:    "remove the entry",
			})
		}
		found = kept
	}
	return found
}
