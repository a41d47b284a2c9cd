// Package luascript runs the Lua scripts that scriptgen has made Go bindings for. It is the only
// hand-written package that generated code imports.
//
// A [Script] is the text and its contract, a [Call] is one run of it with its keys and arguments, and
// a [Reply] is what came back, which a [Decoder] turns into a Go value:
//
//	c := setLink.NewCall(1, 1)
//	c.Key(LinkKey(uid))
//	c.Int(pod)
//	previous, ok, err := luascript.Optional(luascript.Run(ctx, client, c), luascript.Int)
//
// # What an error says
//
// A call that fails has either not happened, or has failed inside the script, or may have happened:
//
//   - [*KeyError] and [*ArgError]: refused before the server was asked.
//   - [ErrUnavailable]: the server was not reached, or refused to run the script. Nothing happened.
//   - [*ServerError]: the script ran and failed, or replied with an error. What it wrote before stays.
//   - [*ReplyError]: the script ran, and its reply is not what its header promises.
//   - [ErrOutcomeUnknown]: the call was sent and the answer never came. It may have happened.
//
// The errors of the context and of the network stay reachable with errors.Is and errors.As.
//
// # What runs twice
//
// Nothing that may have written. After a network error go-redis sends a command again, and by then the
// script may have run; so the commands of this package forbid that (redis.Cmder's NoRetry), on every
// kind of client, in pipelines too. There is nothing to configure: MaxRetries is not looked at.
//
// Calls are sent again, up to five times within a quarter of a second, where the script cannot have
// run: no connection could be made, or the server answered TRYAGAIN, CLUSTERDOWN, LOADING, MASTERDOWN
// or READONLY; and at once where it answered NOSCRIPT. go-redis follows MOVED and ASK as ever. A
// read-only script is also sent again when its answer was lost.
package luascript

import (
	"context"

	"github.com/redis/go-redis/v9"
)

// Client is what luascript needs of a go-redis client. *redis.Client, *redis.ClusterClient,
// *redis.Ring, failover clients and both faces of *redis.AutoPipeliner satisfy it.
//
// A client that also has ReloadState(ctx), as *redis.ClusterClient has, is asked to look for the
// cluster's masters anew when one cannot be reached. An AutoPipeliner has not: with a cluster, either
// wrap it together with its client's ReloadState, or set ClusterStateReloadInterval, by default a
// minute, to the longest time you want to be without a slot whose master has died.
//
// A redis.Pipeliner has these methods, too, and is refused: it only queues. A client's hooks take part in what an
// error says: they return what next returned, or an error that wraps it, and call next once.
type Client interface {
	Process(ctx context.Context, cmd redis.Cmder) error
	Pipeline() redis.Pipeliner
	ScriptLoad(ctx context.Context, script string) *redis.StringCmd
}

// Script is a Lua script and what the runtime has to know of its contract. It is not changed after
// its creation, so one Script serves all callers at once.
type Script struct {
	Name     string           // of the generated method: "StatefulSetLink"
	File     string           // as errors show it: "scripts/statefulSetLink.lua"
	Source   string           // the text that runs
	SHA1     string           // of Source, 40 lower-case hex digits
	ReadOnly bool             // run with EVALSHA_RO, so that replicas may serve it
	Lines    []LineRange      // where the lines of Source come from, in order; nil: all from File
	Errors   map[string]error // declared error codes and their sentinels
	plain    *commandName     // no script at all but this command: see ReadCommand
}

// LineRange says that the lines of a script's source from Line on are File's lines from FileLine on,
// until the next range begins.
type LineRange struct {
	Line     int
	File     string
	FileLine int
}

// position returns the file and line that a line of Source comes from.
func (s *Script) position(line int) (file string, fileLine int) {
	file, fileLine = s.File, line
	for _, r := range s.Lines {
		if r.Line > line {
			break
		}
		file, fileLine = r.File, r.FileLine+line-r.Line
	}
	return file, fileLine
}
