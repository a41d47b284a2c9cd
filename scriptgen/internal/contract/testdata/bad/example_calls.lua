--[[ yaml
doc: Does a thing.
keys:
  link: 'l:<uid>:<pod:int>'
args:
  kind: enum(buy,sell)
  ttl: seconds
  at: unixmilli?
  score: float
  on: bool
  n: uint64
  raw: bytes?
  items: [{member: string, score: int?}]
returns: int?
examples:
  - doc: everything is wrong
    call: {uid: 'a:b', pod: x, kind: by, ttl: 1.5, at: yesterday, score: high, on: 1, n: -1, raw: [1], items: [{membr: a}, 5]}
    returns: '5'
  - call: {uid: '', pod: 99999999999999999999, kinds: buy, ttl: 1ms, items: a}
    returns: 1.5
    fails: MISSING
  - doc: nothing given
    fails: NOPE
    given: [{after: 9000h}]
--]]
return 1
