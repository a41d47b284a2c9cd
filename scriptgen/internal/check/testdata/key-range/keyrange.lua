--[[ yaml
doc: two keys
keys:
  a: "{<x>}:a"
  b: "{<x>}:b"
returns: any
--]]
local third = KEYS[3] --- want "KEYS\\[3\\] is always nil: the header declares 2 keys" hint: "under keys"
local keys = KEYS
redis.call('SET', keys[4], KEYS[1]) --- want "KEYS\\[4\\]"
for i = 1, #KEYS do
  redis.call('DEL', KEYS[i])
end
for i = 3, 5 do
  redis.call('DEL', KEYS[i]) --- want "KEYS from 3 on are always nil"
end
local function del(i)
  return redis.call('DEL', KEYS[i]) --- want "KEYS\\[7\\]"
end
del(2)
del(7)
return KEYS[0] --- want "KEYS begins at 1"
------
--[[ yaml
doc: a variadic key
keys:
  a: "{<x>}:a"
  rest: "{<x>}:<id...>"
returns: any
--]]
return { KEYS[1], KEYS[2], KEYS[9] }
------
return { KEYS[7], ARGV[3] }
------
--[[ yaml
doc: no keys
returns: any
--]]
return KEYS[1] --- want "the header declares no keys"
------
--[[ yaml
doc: no keys, and a loop over them that therefore never runs
returns: none
--]]
for i = 1, #KEYS do
  redis.call('DEL', KEYS[i])
end
