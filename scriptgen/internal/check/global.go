package check

// This file reports globals that are not there, and assignments to globals.

import (
	"slices"

	"github.com/scriptbind/scriptbind/scriptgen/internal/lua"
	"github.com/scriptbind/scriptbind/scriptgen/internal/redisenv"
	"github.com/scriptbind/scriptbind/scriptgen/internal/spell"
)

var global = &Check{
	Name: "global",
	Doc:  "a global that the server does not have, or an assignment to a global",
	Why: `
A name that no local declares is a global. The server offers a fixed set of them; reading any other
one ends the script with an error, and so does assigning one, be it by a forgotten local. It happens
when the line is reached, not when the script is loaded. Much of standard Lua is missing: print,
require, os.time and others.`,
	Bad: `count = redis.call('INCR', KEYS[1])
return count`,
	Message: `assignment to global count`,
	Good: `local count = redis.call('INCR', KEYS[1])
return count`,
	Run: runGlobal,
}

func runGlobal(p *Pass) {
	assigned := map[*lua.Name]bool{}
	names := map[string]bool{}
	called := map[lua.Expr]bool{}
	asked := map[string]bool{}
	var guarded []lua.Range
	lua.Walk(p.Chunk.Main, func(n lua.Node) bool {
		switch n := n.(type) {
		case *lua.Assign:
			for _, t := range n.Targets {
				reportAssigned(p, t, assigned, names)
			}
		case *lua.FunctionStmt:
			reportAssigned(p, n.Target, assigned, names)
		case *lua.Call:
			called[n.Fn] = true
			if name := callName(n); name == "pcall" || name == "xpcall" {
				guarded = append(guarded, n.Parens) // what fails in there is caught
			}
		case *lua.Index:
			if !called[n] {
				asked[p.Text(n)] = true // "if redis.acl_check_cmd then" asks whether it is there
			}
		}
		return true
	})
	for e := range called {
		if n, ok := e.(*lua.Index); ok && !asked[p.Text(n)] {
			reportMember(p, n)
		}
	}
	for _, g := range p.Chunk.Globals {
		if assigned[g] || names[g.Name] || p.Server.HasGlobal(g.Name) || inside(g.Range, guarded) {
			continue // an assigned one has been reported where it is assigned
		}
		p.Report(g, insteadOf(p, g, called[g]), "the server has no global %s", g.Name)
	}
}

// insteadOf returns what to write instead of a global that is not there.
func insteadOf(p *Pass, g *lua.Name, called bool) string {
	locals := localNames(p.Chunk)
	if hint := redisenv.Instead(g.Name); hint != "" {
		return hint
	}
	if slices.Contains(locals, g.Name) {
		return "the local " + g.Name + " is not seen here: declare it above, outside of blocks (included text comes before the script's own)"
	}
	if near := spell.Nearest(g.Name, append(p.Server.GlobalNames(), locals...)); near != "" {
		return "did you mean " + near + "?"
	}
	if called {
		return "declare it above, or include: the file that declares it"
	}
	return "declare it, local " + g.Name + " = …, or take it from KEYS or ARGV"
}

func inside(r lua.Range, ranges []lua.Range) bool {
	return slices.ContainsFunc(ranges, func(outer lua.Range) bool { return outer.Start <= r.Start && r.End <= outer.End })
}

func reportAssigned(p *Pass, target lua.Expr, assigned map[*lua.Name]bool, names map[string]bool) {
	n, ok := target.(*lua.Name)
	if !ok || n.Local != nil {
		return
	}
	assigned[n] = true
	if !names[n.Name] {
		names[n.Name] = true
		p.Report(n, "declare it: local "+n.Name, "assignment to global %s", n.Name)
	}
}

// reportMember reports a member that a library does not have.
func reportMember(p *Pass, n *lua.Index) {
	x, ok := n.X.(*lua.Name)
	key, ok2 := n.Key.(*lua.String)
	if !ok || !ok2 || x.Local != nil || !redisenv.IsLibrary(x.Name) || !p.Server.HasGlobal(x.Name) {
		return
	}
	members := p.Server.Members(x.Name)
	if slices.Contains(members, key.Value) {
		return
	}
	hint := redisenv.Instead(x.Name + "." + key.Value)
	if near := spell.Nearest(key.Value, members); hint == "" && near != "" {
		hint = "did you mean " + x.Name + "." + near + "?"
	}
	p.Report(n, hint, "the server has no %s.%s", x.Name, key.Value)
}

// callName returns the name of the global function that is called, or "".
func callName(c *lua.Call) string {
	if n, ok := c.Fn.(*lua.Name); ok && n.Local == nil {
		return n.Name
	}
	return ""
}

func localNames(chunk *lua.Chunk) []string {
	var names []string
	lua.Walk(chunk.Main, func(n lua.Node) bool {
		switch n := n.(type) {
		case *lua.LocalStmt:
			for _, l := range n.Names {
				names = append(names, l.Name)
			}
		case *lua.LocalFunction:
			names = append(names, n.Name.Name)
		}
		return true
	})
	return names
}
