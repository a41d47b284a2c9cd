error({}) --- want "raises a table without a text in its field err, which crashes redis:7.0" hint: "error\\(redis.error_reply"
------
error({ 'OUT_OF_STOCK nothing left' }) --- want "crashes redis:7.0"
------
error({ code = 'OUT_OF_STOCK' }, 0) --- want "crashes redis:7.0"
------
error({ err = {} }) --- want "crashes"
------
error({ err = ARGV[1] == 'x' }) --- want "crashes"
------
error(redis.status_reply('OK')) --- want "crashes"
------
local e = {}
e.message = 'nothing left'
error(e) --- want "crashes"
------
local function fail(e)
  error(e) --- want "crashes"
end
if ARGV[1] == 'a' then
  fail('nothing left')
end
fail({ code = 'OUT_OF_STOCK' })
------
local e
if ARGV[1] == 'a' then
  e = {}
else
  e = 'nothing left'
end
error(e) --- want "crashes"
------
local function fail()
  error({}) --- want "crashes"
end
pcall(fail)
fail()
------
--- server: redis:7.4.5
error({}) --- want "crashes redis:7.4.5"
------
--- server: redis:7.4.6
error({}) --- want "callers get ERR unknown error" hint: "redis.error_reply"
------
--- server: valkey:8.1
error({}) --- want "crashes valkey:8.1"
------
--- server: valkey:9.0
error({}) --- want "callers get ERR unknown error"
------
--[[ nothing to say: each has a text, or is no table ]]
if ARGV[1] == '1' then error('nothing left') end
if ARGV[1] == '2' then error(redis.error_reply('OUT_OF_STOCK nothing left')) end
if ARGV[1] == '3' then error({ err = 'OUT_OF_STOCK nothing left' }) end
if ARGV[1] == '4' then error({ err = 42 }) end
if ARGV[1] == '5' then error() end
if ARGV[1] == '6' then error(42) end
if ARGV[1] == '7' then error(redis.error_reply({})) end
if ARGV[1] == '8' then error(redis.status_reply({})) end
if ARGV[1] == '9' then error(redis.pcall('GET')) end
if ARGV[1] == '10' then error(KEYS) end
if ARGV[1] == '11' then error(setmetatable({}, { __index = { err = 'OUT_OF_STOCK nothing left' } })) end
error(cjson.decode(ARGV[2]))
------
--[[ nothing to say: something catches it, or may ]]
pcall(error, {})
local ok, e = pcall(function() error({}) end)
xpcall(function() error({ e }) end, function(x) return x end)
local thread = coroutine.create(function() error({}) end)
coroutine.resume(thread)
local function maybe() error({}) end
return ARGV[maybe]
------
--[[ nothing to say: what is raised is known to have a text, or not known ]]
local e = {}
if ARGV[1] == 'a' then
  e.err = 'OUT_OF_STOCK nothing left'
end
if e.err then
  error(e)
end
local r = redis.pcall('SET', KEYS[1], ARGV[1])
if type(r) == 'table' and r.err then
  error(r)
end
local f = {}
local function set() f.err = 'OUT_OF_STOCK nothing left' end
set()
if ARGV[1] == 'b' then error(f) end
local g = {}
local by = { set = function() g.err = 'OUT_OF_STOCK nothing left' end, leave = function() end }
by[ARGV[2]]()
if ARGV[1] == 'c' then error(g) end
local h = {}
h[ARGV[3]] = 'OUT_OF_STOCK nothing left'
if ARGV[1] == 'd' then error(h) end
local i = {}
rawset(i, 'err', 'OUT_OF_STOCK nothing left')
error(i)
------
--[[ nothing to say: the table that says nothing is not the one that is raised ]]
local e = 'OUT_OF_STOCK nothing left'
if ARGV[1] == 'a' then
  e = {}
end
if ARGV[1] ~= 'a' then
  error(e)
end
