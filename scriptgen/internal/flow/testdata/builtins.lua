--- args: 2
local n = tonumber('0x10') --- type: 16
local m = tonumber('ten') --- type: nil
local o = tonumber(ARGV[1], 16) --- type: whole of ARGV[1]? | nil?
local p = tonumber(nil) --- type: nil
local q = tonumber(5) --- type: 5
local a = tostring(5) --- type: "5"
local b = tostring(nil) --- type: "nil"
local c = tostring(ARGV[1]) --- type: ARGV[1]
local d = tostring(true) .. tostring({}) --- type: "true"..text
local e = type(n) --- type: "number"
local f = math.max(1, 2) --- type: whole
local g = math.min(1, 2.5) --- type: number
local h = math.random(5) --- type: whole
local i = math.floor(2.5) --- type: whole
local j = math.huge --- type: +Inf
local k = string.format('k:%s:%d:%%:%5.2f', ARGV[1], 5, 6) --- type: "k:"..ARGV[1]..":"..digits..":%:"..text
local l = ('abc'):upper() --- type: string
local r = #'abc' --- type: 3
local s = #ARGV --- type: 2
local t = redis.sha1hex('x') --- type: string
local u = redis.LOG_WARNING --- type: whole
local v = cjson.decode(ARGV[1]) --- type: unknown
local w = string.find(ARGV[1], 'x') --- type: whole? | nil?
local x = -5 + 2 ^ 3 % 5 --- type: -2
local y = 7 / 2 --- type: 3.5
local z = -n --- type: -16
------
local function f(x)
  if tonumber(x) then
    return x
  end
  return assert(redis.call('GET', KEYS[1]), 'none')
end
use(f(ARGV[1])) --- type: ARGV[1] | string of GET
local v = assert(redis.call('GET', KEYS[1]))
use(v) --- type: string of GET
local e = redis.error_reply('X y')
use(e.err) --- type: "X y"
local s = redis.status_reply('OK')
use(s.ok) --- type: "OK"
local n = redis.error_reply({})
use(n.err) --- type: string
local m = redis.status_reply(5)
use(m.ok, m.err) --- type: unknown; unknown
------
local t = {}
table.insert(t, 'a')
table.insert(t, 'b')
use(t[1], t[2], t[3]) --- type: "a"; "b"; nil
table.insert(t, 1, 'c')
use(t[1]) --- type: "a"? | "b"? | "c"? | nil?
local last = table.remove(t) --- type: "a"? | "b"? | "c"? | nil?
table.sort(t)
use(#t) --- type: whole
local u = { 'x', 'y', z = 1, [3] = 'w', ['k'] = true }
use(u[1], u.z, u[3], u.k, u.none) --- type: "x"; 1; "w"; true; nil
u[1] = 5
u.z = nil
u[ARGV[1]] = 6
use(u[1], u.z) --- type: unknown; unknown
local w = { 'x', 'y' }
use(#w) --- type: 2
w[tonumber(ARGV[1])] = 'v'
use(w[1]) --- type: unknown
if w[2] then
  use(w[2]) --- type: unknown
end
local function change(t)
  t.seen = true
end
local seen = {}
change(seen)
use(seen.seen) --- type: true
unknown(seen)
use(seen.seen) --- type: unknown
------
--- keys: 1
--- args: 2+
use(unpack(ARGV)) --- type: ARGV[1]
local a, b, c = unpack(ARGV) --- type: ARGV[1]
use(b, c) --- type: ARGV[2]; ARGV[3+1…]? | nil?
local k = unpack(KEYS) --- type: KEYS[1]
if ARGV[3] then
  use(ARGV[3]) --- type: ARGV[3]
  if ARGV[3] == 'x' then
    use(ARGV[3]) --- type: ARGV[3]
  end
end
for i = 1, #ARGV do
  local key = 'k:' .. ARGV[i] --- type: "k:"..ARGV[1+1…]
  use(ARGV[2 * i + 1], ARGV[i - 1]) --- type: ARGV[3+2…]? | nil?; ARGV[any]? | nil?
end
ARGV[1] = 'mine'
use(ARGV[1]) --- type: unknown
------
local x = ARGV[1]
if type(x) == 'string' and x ~= '' then
  use(x) --- type: ARGV[1]
end
local y = cjson.decode(x)
if type(y) == 'table' then
  use(y) --- type: table
elseif type(y) == 'number' then
  use(y) --- type: number
elseif type(y) == 'boolean' then
  use(y) --- type: false? | true?
end
local z = not x
use(z) --- type: true? | false?
local s = 1
s = s == 1 and 'one' or 'other' --- type: "one"
local t = s == 'two' and 1 or 2 --- type: 2
while s do
  s = nil
end
use(s) --- type: nil
local counter = 0
local function bump()
  counter = counter + 1
end
bump()
use(counter) --- type: unknown
------
redis.setresp(3)
local v = redis.call('GET', KEYS[1]) --- type: string of GET | nil
local h = redis.call('HGETALL', KEYS[1]) --- type: unknown
redis.setresp(2)
local w = redis.call('GET', KEYS[1]) --- type: string of GET | false of GET
local s = redis.call('ZSCORE', KEYS[1], 'm')
use(tonumber(s)) --- type: number of ZSCORE? | nil?
local c = redis.call('CLUSTER', 'INFO') --- type: string of CLUSTER
local i = redis.call('NOSUCH') --- type: unknown
for _, v in pairs({ a = 1, b = 2 }) do
  use(v) --- type: 1? | 2?
end
for word in string.gmatch('a b', '%a') do
  use(word) --- type: unknown? | nil?
end
local ok, r = pcall(redis.call, 'GET', KEYS[1]) --- type: true? | false?
use(r) --- type: string of a call | false of a call | unknown?
local fine, why = xpcall(function() return 1 end, function() end)
use(fine) --- type: true? | false?
