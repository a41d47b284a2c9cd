package schema

// This file describes the header of a script.

// The grammar of names, types and key patterns.
const (
	enum   = `enum\([^()]+\)`
	goType = `(\([\w.~/-]+\.[A-Z]\w*\))?`
	word   = `(string|bytes|int|int64|uint64|float|bool|seconds|milliseconds|unix|unixmilli|` + enum + `|(json|msgpack)` + goType + `)\??`
	mapKey = `(string|int|int64|uint64|` + enum + `)`

	name       = `[A-Za-z][A-Za-z0-9_-]*`
	inKey      = `(:` + mapKey + `)?`
	literal    = `[^<\x00-\x1f\x7f]|<<`
	pattern    = `(` + literal + `|<` + name + inKey + `(\.\.\.)?>|<` + name + `\.\.\.` + inKey + `>)*`
	plain      = `(` + literal + `|<` + name + inKey + `>)+`
	argType    = `(\[\]|map\[` + mapKey + `\])?` + word
	returnType = `none|(\[\]|map\[` + mapKey + `\])*(` + word + `|any)`
)

func header() object {
	root := fields("", object{
		"doc":      text("what the script does; it becomes the Go doc comment"),
		"name":     matching(`[A-Z]\w*`, "Go name of the method; default: made from the file's name"),
		"keys":     entries(name, ref("key"), "the keys of a call, in KEYS order: name to pattern"),
		"args":     entries(name, ref("arg"), "the arguments of a call, in ARGV order: name to type"),
		"returns":  ref("returns"),
		"touches":  entries(name, key(plain), "keys that the script builds itself, beyond KEYS: name to pattern"),
		"errors":   entries(code, text("when the script returns it"), "the codes that the script may return with redis.error_reply"),
		"readonly": object{"type": "boolean", "description": "the script only reads: it runs with EVALSHA_RO, and may run on replicas"},
		"include": list(matching(`(\./)*[^./\\][^\\]*/[^\\]*\.lua`, "a file in a subfolder: lib/links.lua"),
			"Lua files with shared functions, relative to the script"),
		"examples": object{
			"type": []string{"array", "null"}, "items": ref("example"),
			"description": "what the script does, for people and for scriptgen test",
		},
		"ignore": ignore("checks that are switched off for this script, and why"),
	}, "doc", "returns")
	root["$defs"] = object{
		"key":      key(pattern),
		"argType":  matching(argType, "the type of an argument: string, int?, enum(a,b), json(github.com/acme/game.Profile), []T, map[K]V"),
		"itemType": matching(word, "the type of a field: string, int?, enum(a,b)"),
		"arg": anyOf(
			ref("argType"),
			fields("", object{"type": anyOf(ref("argType"), ref("group")), "doc": text("what the argument means")}, "type"),
			ref("group"),
		),
		"group":    group(),
		"returns":  anyOf(matching(returnType, "the type of the reply: none, int, string?, []string, map[string]int, json"), ref("record"), ref("records")),
		"record":   record(),
		"records":  one(ref("record"), "an array of records, each an array"),
		"example":  example(),
		"commands": object{"type": []string{"array", "null"}, "items": ref("step")},
		"step": anyOf(
			text("a command as in redis-cli; behind => the reply that is expected"),
			fields("", object{"after": matching(`(\d+(\.\d*)?(h|m|s|ms|us|µs|ns))+`, "lets time pass: 61s")}, "after"),
		),
	}
	return root
}

const code = `[A-Z][A-Z0-9_]*`

// key is an entry under keys or touches, with the grammar of its pattern.
func key(grammar string) object {
	written := func() object {
		return object{
			"type": []string{"string", "null"}, "pattern": "^(" + grammar + ")$",
			"description": "text with <placeholders>: sf:{<namespace>}:<pod:int>; nothing when the caller gives the whole key",
		}
	}
	return anyOf(written(), fields("", object{
		"pattern": written(),
		"type":    object{"enum": []string{"string", "hash", "list", "set", "zset", "stream"}, "description": "the Redis type that the script expects"},
		"doc":     text("what the key holds"),
	}))
}

// group is the type of an argument that takes the rest of ARGV in groups.
func group() object {
	item := entries(name, anyOf(
		ref("itemType"),
		fields("", object{"type": ref("itemType"), "doc": text("what the field means")}, "type"),
	), "a group of arguments: name to type")
	item["type"], item["minProperties"] = "object", 1
	return one(item, "the rest of ARGV in groups")
}

func record() object {
	r := entries(name, anyOf(
		ref("returns"),
		fields("", object{"type": ref("returns"), "doc": text("what the field means")}, "type"),
	), "an array by position: name to type")
	r["type"], r["minProperties"] = "object", 1
	return r
}

// one is a list of exactly one.
func one(item object, description string) object {
	l := list(item, description)
	l["minItems"], l["maxItems"] = 1, 1
	return l
}

func example() object {
	e := fields("", object{
		"doc":     text("what the example shows; it names it"),
		"given":   ref("commands"),
		"call":    object{"type": []string{"object", "null"}, "description": "the parameters: name to value"},
		"returns": object{"description": "what the call returns"},
		"fails":   matching(code, "the code of the error that the call fails with"),
		"then":    ref("commands"),
	})
	e["not"] = object{"required": []string{"returns", "fails"}}
	return e
}
