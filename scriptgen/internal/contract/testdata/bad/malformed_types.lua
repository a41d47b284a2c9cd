--[[ yaml
doc: Does a thing.
args:
  a: int??
  b: int (5)
  c: int(5)
  d: '?'
  e: '[]'
  f: 'map[string'
  g: 'map[string]'
  h: enum(a,b
  i: string string
returns: []int?x
--]]
return 1
