--[[ yaml
doc: Does a thing.
returns: {ok: bool, rows: []int, m: map[int]string}
examples:
  - returns: [1]
  - returns: {ok: yes, row: [], m: {a: b}}
  - returns: {ok: true, rows: {}, m: []}
  - call: {a: 1}
--]]
return 1
