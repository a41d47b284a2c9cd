--[[ yaml
doc: Does a thing.
returns:
args:
  a:
  b: {doc: what b is}
--]]
return 1
