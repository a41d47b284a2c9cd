package main

// This file holds what the verbs share: the settings, from flags.

import (
	"github.com/spf13/pflag"
)

// settings are the values of the shared flags.
type settings struct {
	Scripts string // the folder of the scripts
	Out     string // the folder of the generated package
	Package string // its name
	Server  string // the lowest server to support
	Config  string // the file that holds the same settings
}

func (s *settings) addFlags(flags *pflag.FlagSet) {
	flags.StringVar(&s.Scripts, "scripts", "scripts", "folder of the scripts")
	flags.StringVar(&s.Out, "out", "gen", "folder of the generated package")
	flags.StringVar(&s.Package, "package", "gen", "name of the generated package")
	flags.StringVar(&s.Server, "server", "redis:7.0", "lowest server to support")
	flags.StringVar(&s.Config, "config", "scriptgen.yaml", "file that holds the same settings; flags win")
}
