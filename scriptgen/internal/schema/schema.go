// Package schema describes the header of a script and scriptgen.yaml as JSON Schemas, for editors:
// completion, help where the mouse rests, and mistakes underlined while one writes.
//
// A schema cannot say everything that scriptgen checks (a name that is there twice, two names that
// make one Go name); it never refuses what scriptgen accepts as it is documented. Both are committed
// under docs/schema, and a test holds them against the parsers.
package schema

import (
	"bytes"
	"encoding/json"

	"github.com/scriptbind/scriptbind/scriptgen/internal/check"
)

// object is a schema, or a part of one.
type object = map[string]any

const (
	draft = "https://json-schema.org/draft/2020-12/schema"
	home  = "https://raw.githubusercontent.com/scriptbind/scriptbind/main/docs/schema/"
)

// Header returns the schema of a script's header.
func Header() ([]byte, error) {
	return document("header.json", "header of a Lua script for scriptgen", header())
}

// Config returns the schema of scriptgen.yaml.
func Config() ([]byte, error) { return document("scriptgen.json", "scriptgen.yaml", config()) }

func document(name, title string, schema object) ([]byte, error) {
	schema["$schema"], schema["$id"], schema["title"] = draft, home+name, title
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(schema)
	return out.Bytes(), err
}

// The building blocks.

func text(description string) object {
	return object{"type": "string", "minLength": 1, "description": description}
}

func matching(pattern, description string) object {
	return object{"type": "string", "pattern": "^(" + pattern + ")$", "description": description}
}

func list(items object, description string) object {
	return object{"type": "array", "items": items, "description": description}
}

// fields is a mapping with these names and no others.
func fields(description string, properties object, required ...string) object {
	o := object{"type": "object", "properties": properties, "additionalProperties": false}
	if description != "" {
		o["description"] = description
	}
	if len(required) > 0 {
		o["required"] = required
	}
	return o
}

// entries is a mapping of names of the author's choice, which may be empty (keys: with nothing below).
func entries(name string, value object, description string) object {
	return object{
		"type":                 []string{"object", "null"},
		"propertyNames":        object{"pattern": "^(" + name + ")$"},
		"additionalProperties": value,
		"description":          description,
	}
}

func anyOf(schemas ...object) object { return object{"anyOf": schemas} }

func ref(name string) object { return object{"$ref": "#/$defs/" + name} }

// initialism matches a word that Go names have in capitals.
const initialism = `[A-Z0-9]{2,}`

// config is the schema of scriptgen.yaml.
func config() object {
	set := func(also object, description string) object {
		properties := object{
			"scripts":     text("folder of the scripts, relative to this file; default: scripts"),
			"out":         text("folder of the generated package, relative to this file; default: gen"),
			"package":     matching(`[A-Za-z_][A-Za-z0-9_]*`, "name of the generated package; default: gen"),
			"server":      matching(`(redis|valkey):\d+\.\d+(\.\d+)?`, "lowest server to support; default: redis:7.0"),
			"initialisms": list(matching(initialism, ""), "words that Go names have in capitals, beyond the usual ones: MMR"),
			"ignore":      ignore("checks that are switched off for all of the scripts, and why"),
		}
		for name, value := range also {
			properties[name] = value
		}
		return fields(description, properties)
	}
	root := set(object{
		"sets": object{
			"type": "array", "minItems": 1, "items": set(nil, "a script set"),
			"description": "several script sets; server, initialisms and ignore beside it count for all of them",
		},
	}, "settings of scriptgen; flags win over them")
	root["type"] = []string{"object", "null"}
	root["not"] = object{"required": []string{"sets"}, "anyOf": []object{
		{"required": []string{"scripts"}}, {"required": []string{"out"}}, {"required": []string{"package"}},
	}}
	return root
}

func ignore(description string) object {
	o := entries("", text("why the check is wrong here"), description)
	o["propertyNames"] = object{"enum": check.Names()}
	return o
}
