local rcall = redis.call
rcall('HGETT', KEYS[1], 'f') --- want "unknown command HGETT" hint: "did you mean HGET"
redis.pcall('NOSUCHTHING', KEYS[1]) --- want "unknown command NOSUCHTHING"
redis.call('hget', KEYS[1], 'f')
redis.call('XGROUP', 'CREAT', KEYS[1], 'g', '$') --- want "unknown subcommand CREAT of XGROUP" hint: "did you mean CREATE"
redis.call('JSON.GET', KEYS[1])
redis.call(ARGV[1], KEYS[1], 1, 2, 3)
redis.call('XGROUP', ARGV[1], KEYS[1])
redis.call() --- want "names no command"
redis.call(unpack(ARGV))
------
-- Numbers of arguments, without the words of the name.
redis.call('GET') --- want "GET takes 1 argument, this call gives it 0" hint: "write redis.call\\('GET', key\\)$"
redis.call('GET', KEYS[1], KEYS[2]) --- want "GET takes 1 argument, this call gives it 2"
redis.call('SET', KEYS[1]) --- want "SET takes at least 2 arguments, this call gives it 1" hint: "write redis.call\\('SET', key, value, …\\)"
redis.pcall('XGROUP', 'DESTROY', KEYS[1]) --- want "XGROUP DESTROY takes 2 arguments, this call gives it 1" hint: "write redis.call\\('XGROUP', 'DESTROY', key, group\\)"
redis.call('OBJECT', 'ENCODING') --- want "OBJECT ENCODING takes 1 argument, this call gives it 0"
redis.call('COMMAND')
redis.call('HSET', KEYS[1], 'f', 'v', 'g') --- want "HSET takes its arguments in groups of 2 behind the first 1, this call gives it 4"
redis.call('MSET', KEYS[1], 'v', KEYS[2]) --- want "MSET takes its arguments in groups of 2, this call gives it 3" hint: "write redis.call\\('MSET', key, value, …\\)"
redis.call('HSET', KEYS[1], 'f', 'v', 'g', 'w')
redis.call('SET', KEYS[1], ARGV[1], 'EX', 10)
------
-- With unpack the number is not known: only what is certain is said.
redis.call('HSET', KEYS[1], unpack(ARGV))
redis.call('HSET', KEYS[1], 'f', 'v', 'g', unpack(ARGV))
redis.call('DEL', unpack(KEYS))
redis.call('GET', unpack(KEYS))
redis.call('GET', KEYS[1], KEYS[2], unpack(KEYS)) --- want "GET takes 1 argument, this call gives it 2 or more"
redis.call('SET', unpack({KEYS[1], 'value'}))
------
-- What a function of the script passes on is not counted.
local function set(key, ...)
  return redis.call('SETEX', key, ...)
end
set(KEYS[1], 10, 'v')
-- What it gives itself is, once, however often it is called.
local function get(key)
  return redis.call('GET', key, 'x') --- want "GET takes 1 argument, this call gives it 2"
end
get(KEYS[1])
get(KEYS[2])
------
-- What scripts may not call.
redis.call('SUBSCRIBE', 'channel') --- want "redis:7.0 does not let scripts call SUBSCRIBE" hint: "from the client"
redis.call('BLPOP', KEYS[1], 0) --- want "redis:7.0 does not let scripts call BLPOP" hint: "from Redis 7.2 and Valkey 7.2 on"
redis.pcall('BLPOP', KEYS[1], 0)
redis.call('CONFIG', 'SET', 'maxmemory', 1) --- want "does not let scripts call CONFIG SET"
------
--- server: redis:7.2
redis.call('BLPOP', KEYS[1], 0)
redis.call('ZRANK', KEYS[1], 'm', 'WITHSCORE')
------
redis.call('ZRANK', KEYS[1], 'm', 'WITHSCORE') --- want "ZRANK takes 2 arguments, this call gives it 3"
redis.call('HEXPIRE', KEYS[1], 10, 'FIELDS', 1, 'f') --- want "redis:7.0 does not have the command HEXPIRE" hint: "came with Redis 7.4 and Valkey 9.0"
redis.pcall('HEXPIRE', KEYS[1], 10, 'FIELDS', 1, 'f')
redis.call('CLIENT', 'NO-TOUCH', 'ON') --- want "redis:7.0 does not have the command CLIENT NO-TOUCH"
redis.call('SET', KEYS[1], 'v', 'IFEQ', 'w') --- want "redis:7.0 does not have the option IFEQ of SET" hint: "came with Redis 8.4 and Valkey 8.1"
redis.call('SET', KEYS[1], 'IFEQ')
redis.call('SET', KEYS[1], 'v', ARGV[1], 'IFEQ')
------
--- server: valkey:8.1
redis.call('SET', KEYS[1], 'v', 'IFEQ', 'w')
redis.call('HEXPIRE', KEYS[1], 10, 'FIELDS', 1, 'f') --- want "valkey:8.1 does not have the command HEXPIRE"
------
-- Arguments are strings or numbers.
redis.call('SET', KEYS[1], nil) --- want "argument 2 of SET is nil"
redis.call('SET', KEYS[1], {}) --- want "argument 2 of SET is a table"
redis.call('SET', KEYS[1], true) --- want "argument 2 of SET is true"
redis.call('SET', KEYS[1], false) --- want "argument 2 of SET is false"
redis.call('SET', KEYS[1], function() end) --- want "argument 2 of SET is a function"
redis.call('SET', KEYS[1], redis.call('TIME')) --- want "argument 2 of SET is a table"
redis.call('SET', KEYS[1], redis.call('TIME')[1])
redis.call('SET', KEYS[1], redis.call('GET', KEYS[2]))
redis.call('SET', KEYS[1], ARGV[1] == 'x' and 'y' or nil)
local t = {}
redis.call('SET', KEYS[1], t.field) --- want "argument 2 of SET is nil"
------
--- server: valkey:8.1
server.call('HGETT', KEYS[1], 'f') --- want "unknown command HGETT"
server.pcall('GET') --- want "GET takes 1 argument, this call gives it 0"
------
-- The options of one server are not those of another.
--- server: valkey:9.1
redis.call('SET', KEYS[1], 'v', 'IFNE', 'w') --- want "valkey:9.1 does not have the option IFNE of SET" hint: "came with Redis 8.4:"
redis.call('DELEX', KEYS[1]) --- want "valkey:9.1 does not have the command DELEX"
redis.call('DELIFEQ', KEYS[1], 'v')
------
--- server: redis:8.6
redis.call('SET', KEYS[1], 'v', 'IFNE', 'w')
redis.call('DELEX', KEYS[1])
redis.call('DELIFEQ', KEYS[1], 'v') --- want "redis:8.6 does not have the command DELIFEQ" hint: "came with Valkey 9.0:"
redis.call('INCREX', KEYS[1]) --- want "redis:8.6 does not have the command INCREX"
redis.call('VADD', KEYS[1], 'VALUES', 1, 1, 'e')
------
redis.call('EXPIRE', KEYS[1]) --- want "EXPIRE takes at least 2 arguments" hint: "write redis.call\\('EXPIRE', key, seconds, …\\); its options are GT, LT, NX, XX"
