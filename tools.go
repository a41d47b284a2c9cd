//go:build tools

// This file pins the versions of the development tools in go.mod; it is never compiled.

package tools

import (
	_ "honnef.co/go/tools/cmd/staticcheck"
)
