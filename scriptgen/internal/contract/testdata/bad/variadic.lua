--[[ yaml
doc: Does a thing.
returns: none
keys:
  ids: 'x:<ids...>'
  other: 'y:<ids>'
args:
  rest: []int
  more: int
touches:
  task: 't:<id...>'
--]]
return 1
