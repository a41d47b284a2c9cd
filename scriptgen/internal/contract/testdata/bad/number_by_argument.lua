--[[ yaml
doc: Does a thing.
returns: none
keys:
  a: 'x:<pod>0'
args: {pod: int}
--]]
return 1
