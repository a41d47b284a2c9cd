--[[ yaml
doc: Returns nil.
returns: enum(on,off)?
--]]
return false
