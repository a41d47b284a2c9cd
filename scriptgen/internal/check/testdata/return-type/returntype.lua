--[[ yaml
doc: an int
returns: int
--]]
local v = redis.call('GET', KEYS[1])
if ARGV[1] == '1' then return v end --- want "returns the reply of GET, which may be null: the header says int" hint: "declare int\\?"
if ARGV[1] == '2' then return false end --- want "returns false, which is a null reply"
if ARGV[1] == '3' then return nil end --- want "returns nil"
if ARGV[1] == '4' then return end --- want "returns nil"
if ARGV[1] == '5' then return true end --- want "returns true, which is the integer 1"
if ARGV[1] == '6' then return 1.5 end --- want "returns 1.5, which loses its fraction"
if ARGV[1] == '7' then return 'x' end --- want "returns the string \"x\""
if ARGV[1] == '8' then return {} end --- want "returns a table, which is an array reply"
if ARGV[1] == '9' then return redis.call('SET', KEYS[1], 1) end --- want "returns a status reply"
if ARGV[1] == '10' then return 1, 2 end --- want "only the first of several values is sent"
if ARGV[1] == '11' then return redis.call('INCR', KEYS[1]) end
if ARGV[1] == '12' then return tonumber(ARGV[2]) end
if ARGV[1] == '13' then return '12' end
if ARGV[1] == '14' then return redis.error_reply('ERR x') end
if ARGV[1] == '15' then return v or 0 end
if ARGV[1] == '16' then return math.floor(2.5) end
if not v then return 0 end
return v
------
--[[ yaml
doc: the end of the text
returns: int # want "the script can end without a return"
--]]
if ARGV[1] == 'x' then
  return 1
end
------
--[[ yaml
doc: an optional int
returns: int?
--]]
if ARGV[1] == '1' then return redis.call('GET', KEYS[1]) end
if ARGV[1] == '2' then return redis.call('HGETALL', KEYS[1]) end --- want "returns a table, which is an array reply"
------
--[[ yaml
doc: a value that a condition has excluded
returns: string
--]]
local v = redis.call('GET', KEYS[1])
if not v then return '' end
if redis.call('EXISTS', KEYS[2]) == 1 then
  return redis.call('GET', KEYS[2]) -- it exists
end
local w
if ARGV[1] == 'x' then w = 'y' end
if ARGV[1] == 'x' then return w end
return v
------
--[[ yaml
doc: a string
returns: string
--]]
if ARGV[1] == '1' then return 5 end --- want "returns a number, which is an integer reply" hint: "tostring"
if ARGV[1] == '2' then return redis.call('INCR', KEYS[1]) end --- want "returns a number"
if ARGV[1] == '3' then return redis.status_reply('OK') end
if ARGV[1] == '4' then return redis.call('SET', KEYS[1], 'x') end
return tostring(5)
------
--[[ yaml
doc: a float
returns: float
--]]
if ARGV[1] == '1' then return 0.5 end --- want "returns a number, which loses its fraction" hint: "tostring"
if ARGV[1] == '2' then return redis.call('ZCARD', KEYS[1]) end
if ARGV[1] == '3' then return redis.call('ZCARD', KEYS[1]) / 2 end --- want "returns a number, which loses"
return redis.call('INCRBYFLOAT', KEYS[1], 0.5)
------
--[[ yaml
doc: a bool
returns: bool
--]]
if ARGV[1] == '1' then return true end
if ARGV[1] == '2' then return false end
if ARGV[1] == '3' then return nil end
if ARGV[1] == '4' then return redis.call('EXISTS', KEYS[1]) end
if ARGV[1] == '5' then return 2 end --- want "returns 2"
if ARGV[1] == '6' then return 'yes' end --- want "returns the string \"yes\""
if ARGV[1] == '7' then return {} end --- want "returns a table"
return ARGV[1] == 'x'
------
--[[ yaml
doc: a list
args:
  items: "[]string"
returns: "[]string"
--]]
if ARGV[1] == '1' then return redis.call('SMEMBERS', KEYS[1]) end
if ARGV[1] == '2' then return { 'a', nil, 'c' } end --- want "a table whose element 2 is nil, where the reply ends" hint: "put false"
if ARGV[1] == '3' then return { 'a', 1 } end --- want "a list whose element 2 is a number"
if ARGV[1] == '4' then return redis.call('HMGET', KEYS[1], 'a') end --- want "a list whose element 1 is an element of the reply of HMGET, which may be null"
if ARGV[1] == '5' then return { a = 'b' } end --- want "a table with named fields, which the server drops"
if ARGV[1] == '6' then return 'a' end --- want "returns a string"
if ARGV[1] == '7' then return redis.call('GET', KEYS[1]) end --- want "returns a string"
local t = {}
for i = 1, #ARGV do
  t[#t + 1] = ARGV[i]
end
if ARGV[1] == '8' then return t end
t[#t + 1] = redis.call('HGET', KEYS[1], 'a')
return t --- want "a list with the reply of HGET, which may be null in it"
------
--[[ yaml
doc: a map
returns: map[string]int
--]]
if ARGV[1] == '1' then return redis.call('HGETALL', KEYS[1]) end
if ARGV[1] == '2' then return { 'a', 1 } end
if ARGV[1] == '3' then return { 'a', 1, 'b' } end --- want "odd number of elements"
if ARGV[1] == '4' then return { a = 1 } end --- want "named fields"
if ARGV[1] == '5' then return { 'a', 'x' } end --- want "a map whose element 2 is the string \"x\""
return redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
------
--[[ yaml
doc: a record
returns:
  ok: bool
  pod: int
--]]
local pod = redis.call('GET', KEYS[1])
if ARGV[1] == '1' then return { 1, pod } end --- want "a table in which pod is the reply of GET, which may be null"
if ARGV[1] == '2' then return { 1 } end --- want "a table of 1 where 2 fields are declared"
if ARGV[1] == '3' then return { 1, 2, 3 } end --- want "a table of 3 where 2"
if ARGV[1] == '4' then return { ok = true, pod = 1 } end --- want "named fields"
if ARGV[1] == '5' then return { true, 1 } end
if ARGV[1] == '6' then return { 'x', 1 } end --- want "a table in which ok is the string"
if not pod then return { 0, -1 } end
return { 1, pod }
------
--[[ yaml
doc: rows
returns:
  - uid: string
    pod: int?
--]]
local rows = {}
for i, uid in ipairs(ARGV) do
  rows[i] = { uid, redis.call('GET', KEYS[i]) }
end
if ARGV[1] == 'x' then return rows end
return { { 'a', 1 }, { 'b' } } --- want "a list whose element 2 is a table of 1 where 2 fields are declared"
------
--[[ yaml
doc: an enum and nothing at all
args: {kind: "enum(a,b)"}
returns: enum(a,b)
--]]
if ARGV[1] == 'a' then return 'c' end --- want "returns \"c\""
return ARGV[1]
------
--[[ yaml
doc: nothing
returns: none
--]]
if ARGV[1] == '1' then return 5 end
if ARGV[1] == '2' then return false end
------
return 1, 2 --- want "only the first of several values"
------
--[[ yaml
doc: a value that another reply vouches for
keys: {a: "a:<x>"}
returns: string
errors: {CORRUPT: it is no number}
--]]
local function is_number(text)
  return string.find(text, '^%d+$') ~= nil
end
if redis.call('PTTL', KEYS[1]) ~= -1 then
  return ''
end
local v = redis.call('GET', KEYS[1])
if v and not is_number(v) then
  return redis.error_reply('CORRUPT it is no number')
end
return v
------
--[[ yaml
doc: the same, and nothing vouches for it
keys: {a: "a:<x>"}
returns: string
errors: {CORRUPT: it is no number}
--]]
local function is_number(text)
  return string.find(text, '^%d+$') ~= nil
end
local v = redis.call('GET', KEYS[1])
if v and not is_number(v) then
  return redis.error_reply('CORRUPT it is no number')
end
return v --- want "returns the reply of GET, which may be null"
------
--[[ yaml
doc: what the script has written itself is there
keys: {board: "b:<x>", other: "o:<x>"}
args: {player: string}
returns: {points: float, place: int}
--]]
local points = redis.call('ZINCRBY', KEYS[1], 1, ARGV[1])
if ARGV[1] == 'x' then
  return {points, redis.call('ZREVRANK', KEYS[2], ARGV[1])} --- want "place is the reply of ZREVRANK, which may be null"
end
return {points, redis.call('ZREVRANK', KEYS[1], ARGV[1])}
------
--[[ yaml
doc: what the script has perhaps written itself may be there
keys: {v: "v:<x>"}
args: {value: int}
returns: int
--]]
if redis.call('EXISTS', KEYS[1]) == 0 then
  redis.call('SET', KEYS[1], ARGV[1])
end
return redis.call('GET', KEYS[1])
------
--[[ yaml
doc: what follows in a loop comes before it, too
keys: {v: "v:<x>"}
args: {value: int}
returns: int
--]]
for i = 1, 2 do
  if i == 2 then
    return redis.call('GET', KEYS[1])
  end
  redis.call('SET', KEYS[1], ARGV[1])
end
return 0
------
--[[ yaml
doc: errors in a table of anything, where only those are wrong that go-redis misreads
returns: any
--]]
if ARGV[1] == '1' then return {redis.error_reply('OOM x'), 2} end --- want "a table with the error OOM in it, from which on go-redis takes each reply for another command's" hint: "return the error alone"
if ARGV[1] == '2' then return {1, {2, {err = 'READONLY ' .. ARGV[2]}}} end --- want "the error READONLY"
if ARGV[1] == '3' then return {1, redis.error_reply('MINE x')} end
if ARGV[1] == '4' then return {1, redis.error_reply('OOM')} end
if ARGV[1] == '5' then return {1, redis.error_reply('OOM' .. ARGV[2])} end
if ARGV[1] == '6' then return {1, redis.pcall('GET', KEYS[1])} end
if ARGV[1] == '7' then return {1, 'OOM x'} end
if ARGV[1] == '8' then return {err = 'OOM x'} end
if ARGV[1] == '9' then return {1, redis.error_reply('OOM x').err} end
if ARGV[1] == '10' then return redis.error_reply('OOM x') end
local all = {}
for i = 1, #ARGV do
  local reply = redis.pcall('GET', ARGV[i])
  all[i] = reply
end
if ARGV[1] == '11' then return all end
local some = {}
some[#some + 1] = redis.error_reply('NOPERM to go on')
return some --- want "the error NOPERM"
------
--[[ yaml
doc: errors in a table of something
returns: "[]int"
--]]
if ARGV[1] == '1' then return {1, redis.error_reply('MINE x')} end --- want "a table with an error in it, which only the type any takes"
if ARGV[1] == '2' then return {1, {err = redis.sha1hex('x')}} end --- want "a table with an error in it"
if ARGV[1] == '3' then return {1, redis.pcall('INCR', KEYS[1])} end
return redis.error_reply('MINE x')
------
--[[ yaml
doc: errors in a table that nobody reads
returns: none
--]]
if ARGV[1] == '1' then return {{err = 'CLUSTERDOWN x'}, 1} end --- want "the error CLUSTERDOWN"
return {{err = 'MINE x'}, 1}
