--[[ yaml
doc: Returns a record that holds rows and a map.
returns:
  rows:
    - uid: string
  counts: "map[string]int"
--]]
return {{{'u1'}, {'u2'}}, {'a', 1}}
