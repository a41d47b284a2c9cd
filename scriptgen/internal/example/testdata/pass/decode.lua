--[[ yaml
doc: Returns a record with a field of every kind.
keys: {}
args: {missing: bool}
returns:
  text: string
  raw: bytes
  i: int
  huge: uint64
  f: float
  yes: bool
  s: seconds
  ms: milliseconds
  at: unix
  atMilli: unixmilli
  side: enum(buy,sell)
  doc: json
  maybe: int?
  list: "[]int"
  gaps: "[]int?"
  scores: map[string]float
  inner: {a: int, b: string}
  whatever: any
examples:
  - doc: everything is there
    call: {missing: false}
    returns:
      text: "5"
      raw: abc
      i: -1
      huge: 18446744073709551615
      f: 0.5
      yes: true
      s: 1m30s
      ms: 1500
      at: 2030-01-02T03:04:05Z
      atMilli: 1893553445250
      side: sell
      doc: {name: x, list: [1, 2.5, true, null]}
      maybe: 3
      list: [1, 2]
      gaps: [1, null]
      scores: {a: 1, b: 2.5}
      inner: {a: 1, b: x}
      whatever: [1, x]
  - doc: a field that may be missing is left out
    call: {missing: true}
    returns:
      text: "5"
      raw: abc
      i: -1
      huge: 18446744073709551615
      f: 0.5
      yes: true
      s: 90
      ms: 1.5s
      at: 1893553445
      atMilli: 2030-01-02T03:04:05.25Z
      side: sell
      doc: {list: [1, 2.5, true, null], name: x}
      list: [1, 2]
      gaps: [1, null]
      scores: {b: 2.5, a: 1}
      inner: {b: x, a: 1}
      whatever: [1, x]
--]]
local maybe = 3
if ARGV[1] == '1' then
  maybe = false
end
return {'5', 'abc', -1, '18446744073709551615', '0.5', 1, 90, 1500, 1893553445, '1893553445250', 'sell',
  '{"name":"x","list":[1,2.5,true,null]}', maybe, {1, 2}, {1, false}, {'a', 1, 'b', '2.5'}, {1, 'x'}, {1, 'x'}}
