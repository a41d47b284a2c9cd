--[[ yaml
doc: Has a name that means something to Go.
returns: int
--]]
return 1
