--[[ yaml
doc: Adds members to a set, a member's score to a hash and its log entry to a key of its own.
keys:
  set: s:{<game>}:set
  scores: s:{<game>}:scores
args: {member: string, score: float}
touches:
  entry: s:{<game>}:e:<member>
returns: int?
errors:
  NO_MEMBER: nobody is named
examples:
  - doc: replies of every shape
    given:
      - SADD s:{g}:set c b a
      - HSET s:{g}:scores x 1
    call: {game: g, member: "d e", score: 1.5}
    returns: 4
    then:
      - SMEMBERS s:{g}:set => [a, b, c, d e]
      - 'HGETALL s:{g}:scores => {x: 1, d e: 1.5}'
      - HGET s:{g}:scores "d e" => 1.5
      - HGET s:{g}:scores stranger => null
      - SISMEMBER s:{g}:set "d e" => true
      - TYPE s:{g}:set => set
      - GET "s:{g}:e:d e" => "1.5"
      - HMGET s:{g}:scores x y => ["1", null]
      - PING => PONG
  - doc: the fields of a hash in any order
    given: ["HSET s:{g}:scores b 2 a 1"]
    call: {game: g, member: z, score: 0}
    then:
      - HKEYS s:{g}:scores => [a, b, z]
      - HGETALL s:{g}:scores => {z: 0, b: 2, a: 1}
      - HMGET s:{g}:scores a b => [1, 2]
  - doc: a declared error
    call: {game: g, member: nobody, score: 0}
    fails: NO_MEMBER
    then:
      - EXISTS s:{g}:set => 0
  - doc: an error of the server that ends the script
    given:
      - SET s:{g}:set text
    call: {game: g, member: a, score: 0}
    fails: WRONGTYPE
  - doc: nothing comes back for a member that is there
    given:
      - SADD s:{g}:set a
    call: {game: g, member: a, score: 0}
    returns: null
  - doc: time passes
    given:
      - SET s:{g}:e:old 1 PX 2000
      - {after: 1500ms}
      - EXISTS s:{g}:e:old
    call: {game: g, member: a, score: 0}
    then:
      - PTTL s:{g}:e:old => 500
      - {after: 1s}
      - EXISTS s:{g}:e:old => 0
--]]
local member, score = ARGV[1], ARGV[2]
if member == 'nobody' then
  return redis.error_reply('NO_MEMBER nobody is named')
end
if redis.call('SADD', KEYS[1], member) == 0 then
  return false
end
redis.call('HSET', KEYS[2], member, score)
redis.call('SET', string.sub(KEYS[1], 1, -4) .. 'e:' .. member, score)
return redis.call('SCARD', KEYS[1])
