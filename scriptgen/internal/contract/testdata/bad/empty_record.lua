--[[ yaml
doc: Does a thing.
returns: {}
args:
  a: [{}]
--]]
return 1
