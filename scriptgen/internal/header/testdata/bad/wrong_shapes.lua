--[[ yaml
doc: [a, b]
name: {a: b}
keys: [a, b]
args: string
returns: [int, string]
touches: 5
errors: [MISSING]
readonly: maybe
include: lib/a.lua
examples: {call: {}}
ignore: all
--]]
return 1
