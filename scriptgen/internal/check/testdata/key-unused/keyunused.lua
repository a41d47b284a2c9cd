--[[ yaml
doc: three keys
keys:
  a: "{<x>}:a"
  b: "{<x>}:b" # want "key b \\(KEYS\\[2\\]\\) is never read"
  c: "{<x>}:c"
returns: any
--]]
local function get(i) return redis.call('GET', KEYS[i]) end
return { get(1), get(3) }
------
--[[ yaml
doc: all through a loop
keys:
  a: "{<x>}:a"
  b: "{<x>}:b"
returns: any
--]]
for _, k in ipairs(KEYS) do redis.call('DEL', k) end
------
--[[ yaml
doc: all at once
keys:
  a: "{<x>}:a"
  b: "{<x>}:b"
returns: any
--]]
return redis.call('DEL', unpack(KEYS))
------
--[[ yaml
doc: every other one
keys:
  a: "{<x>}:a"
  b: "{<x>}:b" # want "never read"
  c: "{<x>}:c"
returns: any
--]]
for i = 1, 3, 2 do redis.call('DEL', KEYS[i]) end
------
--[[ yaml
doc: all of them, handed on
keys:
  a: "{<x>}:a"
  b: "{<x>}:b"
returns: any
--]]
local keys = KEYS
return cjson.encode(keys)
------
--[[ yaml
doc: from the second on
keys:
  a: "{<x>}:a" # want "never read"
  b: "{<x>}:b"
returns: any
--]]
return redis.call('DEL', unpack(KEYS, 2))
------
--[[ yaml
doc: at an index that nothing is known of
keys:
  a: "{<x>}:a"
  b: "{<x>}:b"
args:
  i: int
returns: any
--]]
return redis.call('DEL', KEYS[tonumber(ARGV[1])])
------
--[[ yaml
doc: a variadic key
keys:
  a: "{<x>}:a"
  ids: "{<x>}:<id...>" # want "key ids \\(KEYS\\[2\\]\\) is never read"
returns: any
--]]
return redis.call('GET', KEYS[1])
------
--[[ yaml
doc: behind a condition on two replies that either may decide
keys:
  a: "{<x>}:a"
  b: "{<x>}:b"
  c: "{<x>}:c"
returns: any
--]]
local a, b = redis.call('GET', KEYS[1]), redis.call('GET', KEYS[2])
if (a and b) == false then
  if b then
    return redis.call('GET', KEYS[3])
  end
end
return b
