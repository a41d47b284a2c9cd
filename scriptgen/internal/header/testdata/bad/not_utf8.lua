--[[ yaml
doc: Does a thÿing.
returns: none
--]]
return 1
