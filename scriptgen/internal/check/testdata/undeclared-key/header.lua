--[[ yaml
doc: Keys that are declared, touched, and made.
keys:
  queue: q:{<queue>}:pending
args:
  prefix: string
  id: string
touches:
  task: q:{<queue>}:t:<id>
  log: q:{<queue>}:pending:log
returns: none
--]]
local queue = KEYS[1]
redis.call('LLEN', queue)
redis.call('GET', 'fixed') --- want "GET uses a fixed text as a key"
redis.call('GET', 'q:{mail}:t:7')
redis.call('GET', 'q:{mail}:x:7') --- want "GET uses a fixed text as a key" hint: "declare under touches"
redis.call('GET', 'q:{' .. ARGV[1] .. '}:t:' .. ARGV[2])
redis.call('GET', 'r:{' .. ARGV[1] .. '}:t:' .. ARGV[2]) --- want "GET uses a text the script makes as a key"
redis.call('GET', ARGV[1] .. ARGV[2]) -- may be a task
redis.call('GET', ARGV[1])            -- may be one too
redis.call('RPUSH', queue .. ':log', 'x')
redis.call('RPUSH', queue .. ':other', 'x') --- want "RPUSH uses a text the script makes as a key"
redis.call('RPUSH', queue .. ':other', 'y') -- said already
redis.call('DEL', 'q:{a}:t:1', queue, 7) --- want "DEL uses a number as a key"
for _, id in ipairs(redis.call('LRANGE', queue, 0, -1)) do
  redis.call('DEL', 'q:{a}:t:' .. id)
  redis.call('DEL', id) -- may be the name of a task
  redis.call('DEL', 'z:' .. id) --- want "DEL uses a text the script makes as a key"
end
redis.call('PUBLISH', 'channel', 'm')
redis.call('ZUNIONSTORE', queue, 2, 'u1', 'u2') --- want "ZUNIONSTORE uses a fixed text as a key" "ZUNIONSTORE uses a fixed text as a key"
redis.call(ARGV[1], 'anything')
------
--[[ yaml
doc: No touches, so nothing but KEYS; all of KEYS is fine however it is reached.
keys:
  tasks: t:{<queue>}:<ids...>
args:
  name: string
returns: none
--]]
for i = 1, #KEYS do
  redis.call('DEL', KEYS[i])
end
for _, key in ipairs(KEYS) do
  redis.call('DEL', key)
end
redis.call('DEL', unpack(KEYS))
redis.call('DEL', KEYS[1] .. '', tostring(KEYS[2]))
local first = KEYS[1] or KEYS[2]
redis.call('GET', first)
local function get(key) return redis.call('GET', key) end --- want "GET uses an argument as a key"
get(KEYS[1])
get(ARGV[1])
local either = KEYS[1]
if redis.call('EXISTS', either) == 0 then either = 'other' end
redis.call('GET', either) --- want "GET uses a fixed text as a key"
redis.call('GET', string.gsub(KEYS[1], 'a', 'b'))
local id = redis.call('GET', KEYS[1])
if id then
  redis.call('DEL', id) --- want "DEL uses what a command replied as a key"
end
