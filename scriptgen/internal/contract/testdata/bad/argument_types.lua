--[[ yaml
doc: Does a thing.
args:
  a: none
  b: any
  c: []int
  d: map[string]int
  e: {type: {x: int}}
  f: [{x: int, y: []int, z: [{q: int}], w: {q: int}}]
  g: [][]int
  h: map[float]int
  i: map[string?]int
  j: map[string][]int
  k: []none
returns: none
--]]
return 1
