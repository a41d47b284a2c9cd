--[[ yaml
doc: Count the things there are.
returns: int
--]]
return 3
