local exists = redis.call('EXISTS', KEYS[1])
if exists then return 1 end --- want "exists is a number, which is always true" hint: "exists == 1"
if not redis.call('SISMEMBER', KEYS[1], 'a') then return 2 end --- want "SISMEMBER.* is a number"
if exists == 1 then return 3 end
if redis.call('GET', KEYS[1]) then return 4 end
if redis.call('SET', KEYS[1], 1, 'NX') then return 5 end
local members = redis.call('SMEMBERS', KEYS[1])
if members then return 6 end --- want "members is an array, which is always true, even when it is empty" hint: "#members > 0"
if #members > 0 and exists then return 7 end --- want "exists is a number"
local n = exists and 1 or 2 --- want "exists is a number"
local m = redis.call('HLEN', KEYS[1]) or 0
while redis.call('LLEN', KEYS[1]) do --- want "LLEN.* is a number"
  redis.call('LPOP', KEYS[1])
  break
end
if redis.call('ZRANK', KEYS[1], 'a') then return 8 end
if members[1] then return 9 end
if tonumber(ARGV[1]) then return 10 end
if redis.call('SPOP', KEYS[1], 1) then return 11 end --- want "is an array"
if redis.call(ARGV[1], KEYS[1]) then return 12 end
------
local function check(n)
  if n then return 1 end -- a helper may be asked anything
end
return check(redis.call('EXISTS', KEYS[1]))
------
local n = nil
if ARGV[1] then n = redis.call('INCR', KEYS[1]) end
if n then return n end
