-- Without a header it is advice, once for each script.
redis.call('GET', KEYS[1])
redis.call('GET', 'fixed') --- want "GET uses a fixed text as a key, and it is not in KEYS; nor are 2 other keys that this script makes" hint: "so that a cluster finds the node that has it$"
redis.call('GET', ARGV[1])
redis.call('GET', ARGV[1] .. ':x')
redis.call('GET', cjson.decode(ARGV[2]).key)
------
redis.call('GET', 'one') --- want "not in KEYS; nor is another key"
redis.call('GET', 'two')
------
redis.call('GET', 'one') --- want "GET uses a fixed text as a key, and it is not in KEYS$"
redis.call('SET', 'one', 1)
------
return redis.call('GET', KEYS[1])
------
--[[ yaml
doc: With errors in its header nothing is said, it may be about the keys.
keys:
  a: a:<x # want "never closed"
returns: none
--]]
redis.call('GET', 'fixed')
