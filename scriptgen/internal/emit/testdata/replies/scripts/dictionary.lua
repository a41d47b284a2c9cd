--[[ yaml
doc: Returns a flat list that is a map.
returns: "map[string]int"
--]]
return {'a', 1, 'b', '2'}
