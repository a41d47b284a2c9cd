local members = redis.call('SMEMBERS', KEYS[1])
redis.call('DEL', unpack(members)) --- want "unpack fails beyond 8000 values, and members has no bound" hint: "unpack\\(members, i, j\\)"
redis.call('DEL', unpack(redis.call('LRANGE', KEYS[1], 0, -1))) --- want "has no bound"
redis.call('DEL', unpack(redis.call('LRANGE', KEYS[1], 0, 99)))
redis.call('DEL', unpack(redis.call('LRANGE', KEYS[1], 0, ARGV[1])))
redis.call('DEL', unpack(members, 1, 1000))
redis.call('DEL', unpack(KEYS))
redis.call('HSET', KEYS[1], unpack(ARGV))
redis.call('DEL', unpack(redis.call('HMGET', KEYS[1], 'a', 'b')))
redis.call('DEL', unpack(redis.call('ZRANGEBYSCORE', KEYS[1], 0, 1, 'LIMIT', 0, 10)))
redis.call('DEL', unpack(redis.call('ZRANGEBYSCORE', KEYS[1], 0, 1))) --- want "has no bound"
redis.call('DEL', unpack({ 'a', 'b' }))
------
--[[ yaml
doc: a list of arguments
args:
  members: "[]string"
returns: none
--]]
redis.call('SADD', 'k', unpack(ARGV)) --- want "ARGV has no bound"
------
--[[ yaml
doc: three arguments
args: {a: string, b: string, c: string}
returns: none
--]]
redis.call('SADD', 'k', unpack(ARGV))
