--[[ yaml
doc: Reads what the caller names
readonly: true
keys:
  book:
  other: m:{<market>}:book
returns: none
--]]
return redis.call('TYPE', KEYS[1])
