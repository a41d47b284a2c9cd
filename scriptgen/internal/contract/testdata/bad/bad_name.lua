--[[ yaml
doc: Does a thing.
returns: none
name: remove_with_id
--]]
return 1
