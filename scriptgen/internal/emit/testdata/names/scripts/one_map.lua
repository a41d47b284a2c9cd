--[[ yaml
doc: Has one parameter that is a map, called as the loop's own variable.
args:
  k: "map[string]int"
returns: "[]string"
--]]
return ARGV
