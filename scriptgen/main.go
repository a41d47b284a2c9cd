// Command scriptgen makes typed Go from Lua scripts for Redis: it reads the header of each script in a
// folder, checks it, and writes a Go package. See "scriptgen help".
package main

import (
	"os"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}
