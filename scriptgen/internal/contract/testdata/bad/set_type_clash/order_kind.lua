--[[ yaml
doc: Does a thing.
returns: none
args: {a: int, b: int}
--]]
return 1
