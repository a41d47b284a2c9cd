-- Without a header it is advice: the keys are made by the script all the same.
redis.call('GET', KEYS[1])
redis.call('GET', 'fixed') --- want "GET uses a fixed text as a key" hint: "as an element of KEYS, so that a cluster finds the node that has it$"
redis.call('GET', ARGV[1]) --- want "GET uses an argument as a key"
redis.call('GET', ARGV[1] .. ':x') --- want "GET uses a text the script makes as a key"
redis.call('GET', cjson.decode(ARGV[2]).key)
