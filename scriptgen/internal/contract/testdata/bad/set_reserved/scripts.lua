--[[ yaml
doc: Does a thing.
returns: {a: int}
--]]
return 1
