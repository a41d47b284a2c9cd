--[[ yaml
doc: Says otherwise.
keys:
  user: {pattern: "user:<id>", type: string} # want "the keys user:<id> are declared as a string here and as a hash elsewhere"
returns: none
--]]
redis.call('APPEND', KEYS[1], 'x')
