--[[ yaml
doc: Returns its arguments as they came. Each example is a type on the wire.
keys:
  k: e:{<id>}
  n: e:{<id>}:<shard:int>
args:
  text: string
  raw: bytes
  i: int
  big: int64
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
  rest: [{member: string, score: float}]
returns: []string
examples:
  - doc: numbers of the unit, and what is left out
    call:
      id: u1
      shard: -3
      text: hello
      raw: "a\tb"
      i: -1
      big: -9223372036854775808
      huge: 18446744073709551615
      f: 0.5
      yes: true
      s: 90
      ms: 1500
      at: 1893553445
      atMilli: 1893553445250
      side: sell
      doc: {name: x, list: [1, 2.5, true, null]}
      rest: []
    returns: ["e:{u1}", "e:{u1}:-3", hello, "a\tb", "-1", "-9223372036854775808", "18446744073709551615", "0.5", "1",
      "90", "1500", "1893553445", "1893553445250", sell, '{"list":[1,2.5,true,null],"name":"x"}', ""]
  - doc: durations and times in words, and groups
    call:
      id: u1
      shard: 4
      text: "5"
      raw: ""
      i: 7
      big: 1
      huge: 0
      f: 1e21
      yes: false
      s: 1m30s
      ms: 1.5s
      at: 2030-01-02T03:04:05Z
      atMilli: 2030-01-02T03:04:05.25Z
      side: buy
      doc: null
      maybe: 3
      rest: [{member: a, score: 1}, {member: b, score: 2.25}]
    returns: ["e:{u1}", "e:{u1}:4", "5", "", "7", "1", "0", "1e+21", "0",
      "90", "1500", "1893553445", "1893553445250", buy, "null", "3", a, "1", b, "2.25"]
--]]
local out = {KEYS[1], KEYS[2]}
for _, v in ipairs(ARGV) do
  out[#out + 1] = v
end
return out
