--[[ yaml
doc: Does a thing.
this is loose
returns: none
--]]
return 1
