package redistest

// This file makes the kernel kill a child when the test process dies, however it dies.

import (
	"os/exec"
	"runtime"
	"sync"
	"syscall"
)

// The kernel ties Pdeathsig to the thread that started the child, and Go may end a thread at any
// time. So every child is started from one thread that lives as long as the process.
var spawner = sync.OnceValue(func() chan<- func() {
	work := make(chan func())
	go func() {
		runtime.LockOSThread()
		for f := range work {
			f()
		}
	}()
	return work
})

func startChild(cmd *exec.Cmd) error {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	done := make(chan error)
	spawner() <- func() { done <- cmd.Start() }
	return <-done
}
