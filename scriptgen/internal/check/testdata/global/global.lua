print('x') --- want "the server has no global print" hint: "redis.log"
local t = os.time() --- want "no global os" hint: "os.clock"
count = 1 --- want "assignment to global count" hint: "local count"
count = count + 1
function helper() end --- want "assignment to global helper"
helper()
local total = 1
return totl --- want "no global totl" hint: "did you mean total"
------
return redis.cal('GET', KEYS[1]) --- want "the server has no redis.cal" hint: "redis.call"
------
if redis.acl_check_cmd and redis.nothing_yet then
  redis.nothing_yet()
end
local ok = pcall(function() return server.call('PING') end)
local function f(...)
  return arg, math.max(1, 2), table.concat({ ... }), cjson.encode({}), bit.band(1, 2), cmsgpack, struct
end
return f(_VERSION, loadstring, collectgarbage, unpack)
------
--- server: valkey:8.1
return server.call('PING')
------
return table.unpack(KEYS) --- want "no table.unpack" hint: "unpack is a global"
------
local s = string.format
return tostring(nil), s('%d', 1), ('x'):rep(3)
------
local function get(key)
  return rcall('GET', key) --- want "no global rcall" hint: "the local rcall is not seen here"
end
local rcall = redis.call
return get(KEYS[1])
------
return normalise(ARGV[1]) --- want "no global normalise" hint: "include: the file"
