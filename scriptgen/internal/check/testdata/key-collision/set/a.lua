--[[ yaml
doc: The first script.
keys:
  task: q:{<queue>}:<id>
returns: none
--]]
redis.call('DEL', KEYS[1])
