--[[ yaml
doc: Each command against the type.
keys:
  s: {pattern: "k:{<id>}:s", type: string}
  h: {pattern: "k:{<id>}:h", type: hash}
  z: {pattern: "k:{<id>}:z", type: zset}
  set: {pattern: "k:{<id>}:set", type: set}
  any: k:{<id>}:any
touches:
  item: {pattern: "k:{<id>}:item:<n>", type: list}
args:
  id: string
returns: none
--]]
redis.call('GET', KEYS[1])
redis.call('HGET', KEYS[1], 'f') --- want "HGET takes a hash, and the key s is a string"
redis.call('SETBIT', KEYS[1], 1, 1)
redis.call('PFADD', KEYS[1], 'x')
redis.call('SET', KEYS[2], 'v') --- want "SET takes a string, and the key h is a hash"
redis.call('DEL', KEYS[2])
redis.call('EXPIRE', KEYS[2], 10)
redis.call('GEOADD', KEYS[3], 1, 1, 'x')
redis.call('ZUNIONSTORE', KEYS[3], 2, KEYS[3], KEYS[4])
redis.call('ZUNIONSTORE', KEYS[3], 2, KEYS[1], KEYS[4]) --- want "ZUNIONSTORE takes a set or zset, and the key s is a string"
redis.call('ZUNIONSTORE', KEYS[4], 1, KEYS[3]) --- want "ZUNIONSTORE takes a zset, and the key set is a set"
redis.call('SORT', KEYS[4])
redis.call('SORT', KEYS[1]) --- want "SORT takes a list or set or zset, and the key s is a string"
redis.call('LPUSH', KEYS[5], 'x')
redis.call('MGET', KEYS[1], KEYS[2]) --- want "MGET takes a string, and the key h is a hash"
redis.call('RPUSH', 'k:{' .. ARGV[1] .. '}:item:1', 'x')
redis.call('GET', 'k:{' .. ARGV[1] .. '}:item:1') --- want "GET takes a string, and the key item is a list"
for i = 1, 2 do
  redis.call('GET', KEYS[i]) -- may be s
end
local key = redis.call('EXISTS', KEYS[1]) == 1 and KEYS[2] or KEYS[3]
redis.call('LLEN', key) --- want "LLEN takes a list, and the key [hz] is a"
