--[[ yaml
doc: Does a thing.
args:
    a: int
  b: int
returns: none
--]]
return 1
