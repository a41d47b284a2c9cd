package check

// This file reports reads of KEYS and ARGV beyond what the header declares.

import (
	"fmt"

	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/flow"
	"github.com/scriptbind/scriptbind/scriptgen/internal/lua"
	"github.com/scriptbind/scriptbind/scriptgen/internal/source"
)

var keyRange = &Check{
	Name: "key-range",
	Doc:  "KEYS[i] that the header does not declare",
	Why: `
An element beyond the declared ones is always nil: a command that gets it fails, a condition on it is
never true. Mostly a key was removed from the header, or was never added. KEYS begins at 1: KEYS[0] is
nil too.`,
	Bad: `--[[ yaml
doc: Moves a task.
keys:
  from: q:{<queue>}:wait
  to: q:{<queue>}:done
returns: none
--]]
redis.call('RPUSH', KEYS[3], redis.call('LPOP', KEYS[1]) or KEYS[2])`,
	Message: `KEYS[3] is always nil: the header declares 2 keys`,
	Good: `--[[ yaml
doc: Moves a task.
keys:
  from: q:{<queue>}:wait
  to: q:{<queue>}:done
returns: none
--]]
redis.call('RPUSH', KEYS[2], redis.call('LPOP', KEYS[1]) or '')`,
	Run: func(p *Pass) { runRange(p, flow.FromKey) },
}

var argRange = &Check{
	Name: "arg-range",
	Doc:  "ARGV[i] that the header does not declare",
	Why: `
An element beyond the declared ones is always nil. Mostly an argument was removed from the header, or
was never added. ARGV begins at 1: ARGV[0] is nil too.`,
	Bad: `--[[ yaml
doc: Sets a name.
keys:
  name: user:<id>:name
args:
  name: string
returns: none
--]]
redis.call('SET', KEYS[1], ARGV[2])
redis.call('PUBLISH', 'names', ARGV[1])`,
	Message: `ARGV[2] is always nil: the header declares 1 argument`,
	Good: `--[[ yaml
doc: Sets a name.
keys:
  name: user:<id>:name
args:
  name: string
returns: none
--]]
redis.call('SET', KEYS[1], ARGV[1])
redis.call('PUBLISH', 'names', ARGV[1])`,
	Run: func(p *Pass) { runRange(p, flow.FromArg) },
}

// names of the tables, for messages.
func tableName(of flow.OriginKind) string {
	if of == flow.FromArg {
		return "ARGV"
	}
	return "KEYS"
}

func runRange(p *Pass, of flow.OriginKind) {
	reportZero(p, tableName(of))
	if p.Contract == nil {
		return
	}
	d := declared(p, of)
	if d.rest {
		return
	}
	for _, read := range p.Flow.Reads {
		i := read.Index.Lo
		if read.Of != of || i <= d.count {
			continue
		}
		what := fmt.Sprintf("%s[%d] is", tableName(of), i)
		if _, exact := read.Index.Exact(); !exact {
			what = fmt.Sprintf("%s from %d on are", tableName(of), i)
		}
		f := p.Report(read.Node, "declare it under "+d.field+", or correct the index", "%s always nil: the header declares %s", what, d)
		if d.span.IsValid() {
			f.Related = []diag.Related{{Span: d.span, Message: "declared here"}}
		}
	}
}

// reportZero reports an index below 1 that is written out.
func reportZero(p *Pass, table string) {
	lua.Walk(p.Chunk.Main, func(n lua.Node) bool {
		x, ok := n.(*lua.Index)
		if !ok {
			return true
		}
		name, ok := x.X.(*lua.Name)
		i, ok2 := x.Key.(*lua.Number)
		if ok && ok2 && name.Local == nil && name.Name == table && i.Value < 1 {
			p.Report(x, "the first element is "+table+"[1]", "%s is always nil: %s begins at 1", p.Text(x), table)
		}
		return true
	})
}

// declaration is what a header declares of keys or of arguments.
type declaration struct {
	field string // "keys"
	noun  string // "key"
	count int
	rest  bool
	span  source.Span // the field's name
}

func (d declaration) String() string {
	switch d.count {
	case 0:
		return "no " + d.noun + "s"
	case 1:
		return "1 " + d.noun
	}
	return fmt.Sprintf("%d %ss", d.count, d.noun)
}

func declared(p *Pass, of flow.OriginKind) declaration {
	d, in := declaration{field: "keys", noun: "key"}, keysInput(p.Contract)
	if of == flow.FromArg {
		d, in = declaration{field: "args", noun: "argument"}, argsInput(p.Contract)
	}
	d.count, d.rest = in.Count, in.Rest
	d.span = p.Contract.Header.Fields[d.field]
	return d
}
