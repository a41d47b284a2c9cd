--[[ yaml
doc: Returns a list with a hole.
returns: "[]string?"
--]]
return {'a', false, 'c'}
