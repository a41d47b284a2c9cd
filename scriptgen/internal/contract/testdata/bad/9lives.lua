--[[ yaml
doc: Does a thing.
returns: none
--]]
return 1
