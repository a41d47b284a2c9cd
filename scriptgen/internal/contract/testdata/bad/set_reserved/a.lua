--[[ yaml
doc: Does a thing.
returns: none
name: Load
--]]
return 1
