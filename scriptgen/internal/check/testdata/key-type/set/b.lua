--[[ yaml
doc: Has the same keys and leaves the type out.
keys:
  member: user:<name>
returns: none
--]]
redis.call('APPEND', KEYS[1], 'x') --- want "APPEND takes a string, and the key user is a hash"
