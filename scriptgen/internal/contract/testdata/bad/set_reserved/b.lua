--[[ yaml
doc: Does a thing.
returns: none
name: Exec
--]]
return 1
