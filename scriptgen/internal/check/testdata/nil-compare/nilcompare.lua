local v = redis.call('GET', KEYS[1])
if v == nil then return 1 end --- want "v == nil never holds: a missing value of GET is false" hint: "write not v"
if v ~= nil then return 2 end --- want "v ~= nil always holds" hint: "v ~= false"
if nil == redis.call('HGET', KEYS[1], 'f') then return 3 end --- want "never holds: a missing value of HGET"
if ARGV[2] and (v == nil or v == false) then return 4 end
if ARGV[2] and (v == false or v == nil) then return 4 end
if not v or v == nil then return 4 end
local fields = redis.call('HMGET', KEYS[1], 'a', 'b')
if fields[1] == nil then return 5 end --- want "fields\\[1\\] == nil never holds: a missing value of HMGET"
local score = redis.call('ZSCORE', KEYS[1], 'x') or nil
if score == nil then return 6 end
local n = tonumber(redis.call('GET', KEYS[1]))
if n == nil then return 7 end
if ARGV[1] == nil then return 8 end
if redis.call(ARGV[1], KEYS[1]) == nil then return 9 end
local decoded = cjson.decode(v or '{}')
if decoded.x == nil then return 10 end
------
local function missing(x)
  return x == nil -- a helper may be asked anything
end
return missing(redis.call('GET', KEYS[1]))
------
redis.setresp(3)
if redis.call('GET', KEYS[1]) == nil then return 1 end
------
local v
if ARGV[1] == 'a' then
  v = redis.call('GET', KEYS[1])
end
if v == nil then return 1 end
------
local function get(k)
  local v = redis.call('GET', k)
  return v
end
local got = get(KEYS[1])
if got == nil then return 1 end --- want "got == nil never holds: a missing value of GET"
------
local r = redis.pcall('GET', KEYS[1])
if r == nil then return 1 end --- want "never holds"
while redis.call('LPOP', KEYS[1]) ~= nil do --- want "always holds: a missing value of LPOP"
end
------
local ttl = redis.call('TTL', KEYS[1])
if ttl == nil then return 1 end --- want "ttl == nil never holds: TTL replies with a number, never with nil or false" hint: "no key is -2, and no expiry -1: write ttl == -2"
if ttl and ttl ~= nil then return 2 end
if ttl == nil or ttl == false then return 3 end
if redis.call('EXISTS', KEYS[1]) == nil then return 5 end --- want "EXISTS replies with a number" hint: "== 0"
if redis.call('TYPE', KEYS[1]) == nil then return 6 end --- want "TYPE replies with a status" hint: "leave the comparison out"
if redis.call('GETRANGE', KEYS[1], 0, 1) == nil then return 7 end --- want "a string" hint: "== ''"
if redis.call('SMEMBERS', KEYS[1])[1] == nil then return 8 end
if redis.call('LRANGE', KEYS[1], 0, 0)[1] == nil then return 8 end
if redis.pcall('TTL', KEYS[1]) == nil then return 9 end
local v = redis.call('GET', KEYS[1])
if not v then return 10 end
if v ~= nil then redis.log(redis.LOG_NOTICE, v) end
local n
if ARGV[1] then n = redis.call('INCR', KEYS[1]) end
if n == nil then return 12 end
if redis.call('SMEMBERS', KEYS[1]) ~= nil then return 4 end --- want "always holds: SMEMBERS replies with an array" hint: "write #redis.call\\('SMEMBERS', KEYS\\[1\\]\\) == 0"
