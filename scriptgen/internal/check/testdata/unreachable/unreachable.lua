if ARGV[1] == 'a' then
  return 1
else
  error('no')
end
redis.call('INCR', KEYS[1]) --- want "no execution gets here" hint: "remove it"
------
while true do
  redis.call('INCR', KEYS[1])
end
return 1 --- want "no execution gets here"
------
while true do
  if redis.call('INCR', KEYS[1]) > 5 then break end
end
return 1
------
do return 1 end
return 2
------
local function fail(text)
  error({ err = 'ERR ' .. text })
end
if ARGV[1] == 'x' then
  fail('x')
  return 2 --- want "no execution gets here"
end
return 1
------
if redis.call('EXISTS', KEYS[1]) then
  return 1
end
return 2 -- not reached, which is truthiness's matter
------
repeat
  local v = redis.call('LPOP', KEYS[1])
  if not v then break end
until false
return 1
------
for i = 1, 10 do
  if i > 5 then
    return i
  end
end
local ok = pcall(function() error('x') end)
return ok
