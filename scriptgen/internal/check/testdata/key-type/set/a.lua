--[[ yaml
doc: Declares the type.
keys:
  user: {pattern: "user:<id>", type: hash}
returns: none
--]]
redis.call('HDEL', KEYS[1], 'x')
