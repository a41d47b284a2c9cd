--[[ yaml
doc: Returns three numbers.
returns: "[]int"
--]]
return {1, '2', 3}
