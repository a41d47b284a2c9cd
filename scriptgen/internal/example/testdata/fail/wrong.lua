--[[ yaml
doc: Is not what its examples say.
keys:
  board: b:{<game>}
args: {n: int}
returns: [{uid: string, score: float}]
errors:
  EMPTY: nobody plays
  FULL: too many play
examples:
  - doc: another order
    given:
      - ZADD b:{chess} 5 u1 7 u2 9 u3 11 u4 12 u5
    call: {game: chess, n: 5}
    returns: [{uid: u1, score: 5}, {uid: u2, score: 7}, {uid: u3, score: 9}, {uid: u4, score: 11}, {uid: u5, score: 12}]
    then:
      - ZCARD b:{chess} => 4
      - ZRANGE b:{chess} 0 -1 => [u1]
      - HGET b:{chess} x => 4
      - SET unreached 1
  - doc: no error
    call: {game: chess, n: 2}
    fails: EMPTY
  - doc: another error
    call: {game: chess, n: -1}
    fails: EMPTY
  - doc: an error instead of a result
    call: {game: chess, n: -1}
    returns: []
  - doc: an error that ends the script
    given:
      - SET b:{chess} 1
    call: {game: chess, n: 2}
    returns: []
  - doc: a reply that does not fit
    call: {game: broken, n: 2}
    returns: []
  - doc: a command that the server refuses
    given:
      - ZADD b:{chess} five u1
    call: {game: chess, n: 2}
    returns: []
  - doc: right
    call: {game: nobody, n: 2}
    returns: []
--]]
if ARGV[1] == '-1' then
  return redis.error_reply('FULL up')
end
if KEYS[1] == 'b:{broken}' then
  return {{'u1', 'many'}}
end
local flat = redis.call('ZREVRANGE', KEYS[1], 0, ARGV[1] - 1, 'WITHSCORES')
local rows = {}
for i = 1, #flat, 2 do
  rows[#rows + 1] = {flat[i], flat[i + 1]}
end
return rows
