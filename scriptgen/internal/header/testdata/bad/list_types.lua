--[[ yaml
doc: Does a thing.
args:
  a: [string]
  b: [{x: int}, {y: int}]
  c: []
returns: [int]
--]]
return 1
