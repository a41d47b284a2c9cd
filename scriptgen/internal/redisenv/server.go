// Package redisenv holds what scriptgen knows about the servers that run scripts: which commands
// they have and how each behaves, and which globals their Lua offers.
//
// The facts about commands are one generated table (commands_gen.go, made by ./gencommands from the
// metadata the servers publish). Everything is asked for a [Server]: the lowest version a script has
// to run on. Nothing here knows Lua's syntax or a script's header.
package redisenv

import (
	"fmt"
	"strconv"
	"strings"
)

// Product is a line of servers.
type Product string

const (
	Redis  Product = "redis"
	Valkey Product = "valkey"
)

// Version is a server's version in the form the servers themselves use for numbers: 0x070002 is
// 7.0.2. Zero stands for "in no version".
type Version uint32

func newVersion(major, minor, patch int) Version {
	return Version(major<<16 | minor<<8 | patch)
}

// String returns the version as people write it: 7.0, or 8.6.2 where the patch is not 0.
func (v Version) String() string {
	s := fmt.Sprintf("%d.%d", v>>16, v>>8&0xff)
	if patch := v & 0xff; patch != 0 {
		s += fmt.Sprintf(".%d", patch)
	}
	return s
}

// Server is a product and the lowest version of it that is to be supported. The zero Server stands
// for [DefaultServer].
type Server struct {
	Product Product
	Version Version
}

// DefaultServer is the floor that holds when none is given.
var DefaultServer = Server{Redis, newVersion(7, 0, 0)}

// releases lists the releases whose facts the table holds, oldest first.
var releases = []Server{
	{Redis, newVersion(7, 0, 0)},
	{Redis, newVersion(7, 2, 0)},
	{Redis, newVersion(7, 4, 0)},
	{Redis, newVersion(8, 0, 0)},
	{Redis, newVersion(8, 2, 0)},
	{Redis, newVersion(8, 4, 0)},
	{Redis, newVersion(8, 6, 0)},
	{Redis, newVersion(8, 8, 0)},
	{Redis, newVersion(8, 10, 0)},
	{Valkey, newVersion(7, 2, 0)},
	{Valkey, newVersion(8, 0, 0)},
	{Valkey, newVersion(8, 1, 0)},
	{Valkey, newVersion(9, 0, 0)},
	{Valkey, newVersion(9, 1, 0)},
}

// ParseServer reads a server as the --server flag gives it: "redis:7.0", "valkey:8.1", also with a
// patch number ("redis:7.0.15"). The error names the known servers.
func ParseServer(text string) (Server, error) {
	product, version, _ := strings.Cut(text, ":")
	v, ok := parseVersion(version)
	for _, r := range releases {
		if ok && r.Product == Product(product) && r.Version == v&^0xff {
			return Server{r.Product, v}, nil
		}
	}
	known := make([]string, len(releases))
	for i, r := range releases {
		known[i] = r.String()
	}
	return Server{}, fmt.Errorf("unknown server %q: known are %s", text, strings.Join(known, ", "))
}

// parseVersion reads "7.0" and "7.0.15".
func parseVersion(text string) (Version, bool) {
	parts := strings.Split(text, ".")
	if len(parts) < 2 || len(parts) > 3 {
		return 0, false
	}
	var numbers [3]int
	for i, part := range parts {
		n, err := strconv.ParseUint(part, 10, 8)
		if err != nil {
			return 0, false
		}
		numbers[i] = int(n)
	}
	return newVersion(numbers[0], numbers[1], numbers[2]), true
}

// String returns the server as [ParseServer] reads it.
func (s Server) String() string {
	s = s.orDefault()
	return string(s.Product) + ":" + s.Version.String()
}

func (s Server) orDefault() Server {
	if s == (Server{}) {
		return DefaultServer
	}
	return s
}

// Since says from which version on each product has something; zero means that it does not.
type Since struct {
	Redis, Valkey Version
}

// In returns the version from which a product has it, zero when it does not.
func (s Since) In(p Product) Version {
	if p == Valkey {
		return s.Valkey
	}
	return s.Redis
}

// Has reports whether the server has it at its floor.
func (s Since) Has(server Server) bool {
	server = server.orDefault()
	from := s.In(server.Product)
	return from != 0 && from <= server.Version
}

// String names the versions: "Redis 7.2 and Valkey 7.2".
func (s Since) String() string {
	var parts []string
	if s.Redis != 0 {
		parts = append(parts, "Redis "+s.Redis.String())
	}
	if s.Valkey != 0 {
		parts = append(parts, "Valkey "+s.Valkey.String())
	}
	return strings.Join(parts, " and ")
}
