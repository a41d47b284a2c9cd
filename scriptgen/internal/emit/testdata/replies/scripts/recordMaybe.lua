--[[ yaml
doc: Returns a list of one-field rows and a map, or what came of them.
returns:
  rows:
    - uid: string
  counts: "map[string]int"
--]]
return {{{'u1'}, {'u2'}}, {'a', 1}}
