--[[ yaml
doc: Writes all the same.
keys:
  k: k:<id>
readonly: true
returns: none
--]]
redis.call('GET', KEYS[1])
redis.call('SET', KEYS[1], 'v') --- want "SET writes, and this script is read-only" hint: "leave the command away"
redis.call('SORT', KEYS[1]) --- want "SORT writes, and" hint: "SORT_RO only reads"
redis.call('GETEX', KEYS[1]) --- want "GETEX writes, and" hint: "GET only reads"
redis.call('PUBLISH', 'c', 'm') --- want "PUBLISH counts as a write"
redis.call('SPUBLISH', 'c', 'm') --- want "SPUBLISH counts as a write"
redis.call('PFCOUNT', KEYS[1]) --- want "PFCOUNT counts as a write"
redis.call('TIME')
if false then redis.call('DEL', KEYS[1]) end
------
#!lua flags=no-writes
redis.call('GET', KEYS[1])
redis.call('DEL', KEYS[1]) --- want "DEL writes, and this script is read-only"
------
#!lua flags=no-writes,allow-stale
--[[ yaml
doc: The first line and the header go together.
keys:
  k: k:<id>
readonly: true
returns: string?
--]]
return redis.call('GET', KEYS[1])
------
--[[ yaml
doc: Only reads.
keys:
  k: k:<id>
returns: string? # want "this script only reads" hint: "EVALSHA_RO"
--]]
return redis.call('GET', KEYS[1])
------
#!lua
--[[ yaml
doc: Only reads.
keys:
  k: k:<id>
returns: string? # want "this script only reads" hint: "flags=no-writes in the first line"
--]]
return redis.call('GET', KEYS[1])
------
--[[ yaml
doc: Is meant to be as it is.
keys:
  k: k:<id>
readonly: false
returns: string?
--]]
return redis.call('GET', KEYS[1])
------
--[[ yaml
doc: Calls a command that is not known.
keys:
  k: k:<id>
args:
  command: string
returns: any
--]]
redis.call('GET', KEYS[1])
return redis.call(ARGV[1], KEYS[1])
------
--[[ yaml
doc: Writes.
keys:
  k: k:<id>
returns: none
--]]
redis.call('DEL', KEYS[1])
------
-- Without a header there is nothing to advise.
return redis.call('GET', KEYS[1])
------
--[[ yaml
doc: Calls in ways that are not seen.
keys:
  k: k:<id>
args:
  how: string
returns: string?
--]]
local f = ARGV[1] == 'x' and redis.call or redis.pcall
f('DEL', KEYS[1])
return redis.call('GET', KEYS[1])
------
--[[ yaml
doc: Calls in ways that are not seen.
keys:
  k: k:<id>
returns: string?
--]]
coroutine.wrap(redis.call)('DEL', KEYS[1])
return redis.call('GET', KEYS[1])
------
--[[ yaml
doc: Calls in ways that are not seen.
keys:
  k: k:<id>
returns: string?
--]]
loadstring('redis.call("DEL", KEYS[1])')()
return redis.call('GET', KEYS[1])
------
--[[ yaml
doc: Calls in ways that are not seen.
keys:
  k: k:<id>
returns: string?
--]]
string.gsub('DEL', '.*', redis.call)
return redis.call('GET', KEYS[1])
------
--[[ yaml
doc: Calls in ways that are seen.
keys:
  k: k:<id>
returns: string? # want "this script only reads"
--]]
local function get(key) return redis.call('GET', key) end
local ok, v = pcall(get, KEYS[1])
if ok and type(v) == 'string' then return v:sub(1, 2) end
return pcall(redis.call, 'GET', KEYS[1]) and false
