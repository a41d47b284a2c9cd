package redisenv

// This file holds what the servers' Lua offers: the globals, the members of its libraries, and what
// to write instead of things that Lua has elsewhere and the servers leave out.

import "strings"

// global is a global name, with the members if it is a library.
type global struct {
	name    string
	members string // separated by spaces; empty for what is no library
	since   Since  // zero: on every server
}

const (
	redisMembers = "call pcall log error_reply status_reply sha1hex setresp set_repl replicate_commands breakpoint debug acl_check_cmd " +
		"LOG_DEBUG LOG_VERBOSE LOG_NOTICE LOG_WARNING REPL_ALL REPL_AOF REPL_NONE REPL_REPLICA REPL_SLAVE REDIS_VERSION REDIS_VERSION_NUM"
	valkeyMembers = "SERVER_NAME VALKEY_VERSION VALKEY_VERSION_NUM"
)

var globals = append(words("KEYS ARGV _G _VERSION assert collectgarbage error gcinfo getmetatable ipairs load loadstring next pairs "+
	"pcall rawequal rawget rawset select setmetatable tonumber tostring type unpack xpcall"),
	global{name: "string", members: "byte char dump find format gfind gmatch gsub len lower match rep reverse sub upper"},
	global{name: "table", members: "concat foreach foreachi getn insert maxn remove setn sort"},
	global{name: "math", members: "abs acos asin atan atan2 ceil cos cosh deg exp floor fmod frexp huge ldexp log log10 max min mod modf pi pow rad random randomseed sin sinh sqrt tan tanh"},
	global{name: "coroutine", members: "create resume running status wrap yield"},
	global{name: "bit", members: "arshift band bnot bor bswap bxor lshift rol ror rshift tobit tohex"},
	global{name: "struct", members: "pack size unpack"},
	global{name: "cmsgpack", members: "_COPYRIGHT _DESCRIPTION _NAME _VERSION pack unpack unpack_limit unpack_one"},
	global{name: "cjson", members: "_NAME _VERSION decode decode_invalid_numbers decode_max_depth encode encode_invalid_numbers encode_keep_buffer encode_max_depth encode_number_precision encode_sparse_array new null"},
	global{name: "cjson", members: "decode_array_with_array_mt", since: Since{Redis: newVersion(8, 0, 0)}},
	global{name: "os", members: "clock", since: Since{Redis: newVersion(7, 4, 0), Valkey: newVersion(8, 0, 0)}},
	global{name: "redis", members: redisMembers},
	global{name: "redis", members: valkeyMembers, since: Since{Valkey: newVersion(7, 2, 0)}},
	global{name: "server", members: redisMembers + " " + valkeyMembers, since: Since{Valkey: newVersion(7, 2, 0)}},
)

func words(text string) []global {
	var all []global
	for name := range strings.FieldsSeq(text) {
		all = append(all, global{name: name})
	}
	return all
}

// has reports whether a server has the global.
func (g global) has(s Server) bool { return g.since == Since{} || g.since.Has(s) }

// HasGlobal reports whether scripts on the server find a global of that name.
func (s Server) HasGlobal(name string) bool {
	for _, g := range globals {
		if g.name == name && g.has(s) {
			return true
		}
	}
	return false
}

// IsLibrary reports whether a global of that name is a table with fixed members, on any server.
func IsLibrary(name string) bool {
	for _, g := range globals {
		if g.name == name && g.members != "" {
			return true
		}
	}
	return false
}

// Members returns the members of a library that the server has; none when it has no such library.
func (s Server) Members(library string) []string {
	var all []string
	for _, g := range globals {
		if g.name == library && g.has(s) {
			all = append(all, strings.Fields(g.members)...)
		}
	}
	return all
}

// GlobalNames returns the names of the globals that the server has, for suggestions.
func (s Server) GlobalNames() []string {
	var all []string
	for _, g := range globals {
		if g.has(s) {
			all = append(all, g.name)
		}
	}
	return all
}

// removed says what to write instead of what Lua 5.1 has and the servers leave out.
var removed = map[string]string{
	"print":          "write to the server's log with redis.log(redis.LOG_NOTICE, ...)",
	"require":        "put shared functions into a file under include",
	"module":         "put shared functions into a file under include",
	"package":        "put shared functions into a file under include",
	"dofile":         "put shared functions into a file under include",
	"loadfile":       "put shared functions into a file under include",
	"io":             "scripts have no files: pass what they need as arguments",
	"debug":          "scripts have no debug library; errors already name their line",
	"getfenv":        "security releases of the servers removed it: use locals and parameters",
	"setfenv":        "security releases of the servers removed it: use locals and parameters",
	"newproxy":       "security releases of the servers removed it: use a table",
	"os":             "of os only os.clock exists, from Redis 7.4 and Valkey 8.0 on",
	"os.time":        "ask the server: redis.call('TIME')[1] are the seconds",
	"os.date":        "pass the date as an argument, or compute it from redis.call('TIME')",
	"os.getenv":      "pass the value as an argument",
	"os.clock":       "from Redis 7.4 and Valkey 8.0 on only; redis.call('TIME') works everywhere",
	"string.gfind":   "write string.gmatch",
	"string.pack":    "write struct.pack",
	"string.unpack":  "write struct.unpack",
	"table.unpack":   "in Lua 5.1 unpack is a global: unpack(t)",
	"table.pack":     "in Lua 5.1 write {...}",
	"table.move":     "Lua 5.1 has no table.move: write a loop",
	"math.tointeger": "in Lua 5.1 every number is a float: math.floor",
	"math.type":      "in Lua 5.1 every number is a float",
	"bit32":          "the library is called bit: bit.band, bit.bor, ...",
	"utf8":           "Lua 5.1 has no utf8 library: strings are bytes",
	"rawlen":         "in Lua 5.1 write #t",
}

// Instead says what to write instead of a global ("print") or a member of a library ("os.time")
// that the servers do not have, or "" when there is nothing to say.
func Instead(name string) string { return removed[name] }
