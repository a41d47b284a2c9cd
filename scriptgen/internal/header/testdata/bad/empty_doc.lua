--[[ yaml
doc:
returns: none
--]]
return 1
