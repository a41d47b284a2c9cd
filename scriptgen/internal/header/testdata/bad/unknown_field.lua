--[[ yaml
doc: Does a thing.
key: {a: b}
retruns: int
returns: int
Args:
  a: int
parameters: {}
--]]
return 1
