--[[ yaml
doc: Does a thing.
args:
  a: strin
  b: boolean
  c: time
  d: game.Profile
  e: enun(a,b)
  f: maps
  g: whatever
  h: '[]byte'
  i: Int
returns: []integer
--]]
return 1
