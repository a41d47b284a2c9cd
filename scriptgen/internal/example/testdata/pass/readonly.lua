#!lua flags=no-writes
--[[ yaml
doc: Counts the keys that exist.
readonly: true
keys:
  all: r:{<set>}:<name...>
args: {pairs: "map[string]int"}
returns: {found: int, pairs: int}
examples:
  - doc: one key for each element
    given:
      - SET r:{s}:a 1
      - SET r:{s}:b 1
    call: {set: s, name: [a, b, c], pairs: {x: 1, y: 2}}
    returns: {found: 2, pairs: 4}
  - doc: no element, no key
    call: {set: s, name: [], pairs: {}}
    returns: {found: 0, pairs: 0}
--]]
local found = 0
for _, key in ipairs(KEYS) do
  found = found + redis.call('EXISTS', key)
end
return {found, #ARGV}
