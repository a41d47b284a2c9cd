--[[ yaml
doc: Another script, with the same keys by other names, and others.
keys:
  job: q:{<name>}:<number>
touches:
  pending: q:{<name>}:pending # want "q:\\{<name>\\}:pending and q:\\{<queue>\\}:<id> can make the same key: q:\\{a\\}:pending"
returns: none
--]]
redis.call('DEL', KEYS[1])
