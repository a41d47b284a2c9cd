local rcall = redis.call --- type: redis.call
local key = KEYS[1] --- type: KEYS[1]? | nil?
local k2, a = KEYS[2], ARGV[3] --- type: KEYS[2]? | nil?; ARGV[3]? | nil?
local v = rcall('GET', key) --- type: string of GET | false of GET
if not v then
  return v --- type: false of GET
end
use(v) --- type: string of GET
local n = rcall('INCR', key) --- type: whole of INCR
local ok = rcall('SET', key, 'x') --- type: table
local text = 'a:' .. key .. ':' .. n --- type: "a:"..KEYS[1]..":"..INCR
return n + 1 --- type: whole
------
--- keys: 2
--- args: 1+
local a, b = KEYS[1], KEYS[3] --- type: KEYS[1]; KEYS[3]? | nil?
local c = ARGV[1] --- type: ARGV[1]
local d = ARGV[2] --- type: ARGV[2]? | nil?
local n = tonumber(ARGV[1]) --- type: number of ARGV[1]? | nil?
local e = d or '5' --- type: ARGV[2]? | "5"?
for i = 2, #ARGV, 2 do
  use(ARGV[i], ARGV[i + 1]) --- type: ARGV[2+2…]? | nil?; ARGV[3+2…]? | nil?
end
for i, k in ipairs(KEYS) do
  use(i, k) --- type: 1,2,…; KEYS[1+1…]
end
return { a, redis.call('GET', a) } --- type: table
------
local x
if ARGV[1] == 'a' then
  x = 1
elseif ARGV[1] == 'b' then
  x = 'two'
end
use(x) --- type: 1 | "two" | nil
if x then
  use(x) --- type: 1 | "two"
end
if type(x) == 'number' then
  use(x) --- type: 1
elseif x == nil then
  use(x) --- type: nil
else
  use(x) --- type: "two"
end
------
local function get(k, default)
  local v = redis.call('GET', k)
  if v then
    return v
  end
  return default
end
local a = get(KEYS[1], 0) --- type: string of GET | 0
local b = get(KEYS[2]) --- type: string of GET | nil
------
local total = 0
for i = 1, 10 do
  total = total + redis.call('INCR', KEYS[i])
end
use(total) --- type: 0? | whole?
local best
for _, item in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  use(item) --- type: string of item of SMEMBERS
  best = item
end
use(best) --- type: nil? | string of item of SMEMBERS?
while true do
  local n = redis.call('INCR', KEYS[1])
  if n > 5 then
    break
  end
end
use(total) --- type: 0? | whole?
------
local ok, err = pcall(function() --- type: true? | false?
  return redis.call('GET', 'x')
end)
local r = redis.pcall('GET', KEYS[1]) --- type: string of GET | false of GET | table?
if type(r) == 'table' then
  error(r) --- type: table
end
use(r) --- type: string of GET | false of GET
error('X stop') --- type: "X stop"
use(r) --- type: never
------
--- args: 1
local kind = ARGV[1] == 'x' and 'hash' or 'list' --- type: "hash"? | "list"?
local maybe = ARGV[1] == 'x' and 'hash' or nil --- type: "hash"? | nil?
local deep = (ARGV[1] == 'x' and 1) or (ARGV[1] == 'y' and 2) or 3 --- type: 1? | 2? | 3?
if ARGV[1] == 'x' and kind then
  use(kind) --- type: "hash"? | "list"?
end
------
local function set(key, ...)
  local n = select('#', ...) --- type: 2 | 1
  local a, b = ... --- type: 10
  use(b) --- type: "v" | nil
  local t = { ... }
  use(t[1], t[2]) --- type: 10; "v" | nil
  return select(2, ...)
end
local x = set(KEYS[1], 10, 'v') --- type: "v"
local y = set(KEYS[2], 10) --- type: nil
------
--- keys: 5
local key = redis.call('EXISTS', KEYS[1]) == 1 and KEYS[2] or KEYS[3] --- type: KEYS[2]? | KEYS[3]?
local k = unpack({ KEYS[1] }) --- type: KEYS[1]
------
local fields = redis.call('HMGET', KEYS[1], 'a', 'b')
local a = fields[1] --- type: string of item of HMGET | false of item of HMGET
local c = fields[3] --- type: nil
------
--- tables that a function may change which is one of several, or not known
local a, b, c, d = {}, {}, {}, {}
local function setA() a.x = 'text' end
local function setB() b.x = 'text' end
local function both() return setB end
local list, named = { setA, both }, { set = function() c.x = 'text' end }
use(a.x, b.x, c.x, d.x) --- type: nil; nil; nil; nil
list[tonumber(ARGV[1])]()
use(a.x, b.x) --- type: unknown; unknown
named[ARGV[2]]()
use(c.x, d.x) --- type: unknown; nil
------
--- keys: 2
--- what a branch tells of an element, or of a list item, is not known behind it
if KEYS[2] == 'a' then
  if not ARGV[3] then
    return
  end
  use(ARGV[3]) --- type: ARGV[3]
end
use(ARGV[3]) --- type: ARGV[3]? | nil?
local t = { redis.call('GET', KEYS[1]) }
if KEYS[2] == 'a' then
  if not t[1] then
    return
  end
  use(t[1]) --- type: string of GET
end
use(t[1]) --- type: string of GET | false of GET
