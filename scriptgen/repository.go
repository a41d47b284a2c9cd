package main

// This file finds what GitHub calls a file.

import (
	"os"
	"path/filepath"
)

// repositoryNames returns a function that turns the name of a file into its path from the root of the
// repository, by which GitHub finds it; the name of a file outside stays. It returns nil where no root is
// known: GitHub's runner names it.
func repositoryNames() func(name string) string {
	root, err := filepath.EvalSymlinks(os.Getenv("GITHUB_WORKSPACE"))
	if err != nil || root == "" {
		return nil
	}
	return func(name string) string {
		path, err := filepath.Abs(name)
		if err != nil {
			return name
		}
		if path, err = filepath.EvalSymlinks(path); err != nil {
			return name
		}
		inside, err := filepath.Rel(root, path)
		if err != nil || !filepath.IsLocal(inside) {
			return name
		}
		return inside
	}
}
