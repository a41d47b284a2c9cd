--[[ yaml
doc: Returns a map from numbers, with values that may be missing.
returns: "map[int]float?"
--]]
return {'1', '0.5', '2', false}
