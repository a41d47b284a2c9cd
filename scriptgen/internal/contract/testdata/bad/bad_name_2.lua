--[[ yaml
doc: Does a thing.
returns: none
name: '+'
--]]
return 1
