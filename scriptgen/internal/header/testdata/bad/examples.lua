--[[ yaml
doc: Does a thing.
returns: int
args: {a: int}
examples:
  - call: [1]
    returns: 1
    fails: MISSING
  - cal: {a: 1}
    given: GET a
    then: [[GET, a], ~]
  - call: {a: 1, a: 2}
    fails:
  - just text
--]]
return 1
