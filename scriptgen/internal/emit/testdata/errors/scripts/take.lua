--[[ yaml
doc: Takes from a stock.
keys:
  stock: {pattern: "stock:{<item>}", type: string, doc: what is left}
args:
  amount: int
returns: int
errors:
  OUT_OF_STOCK: There is less than was asked for.
  MISSING: there is no such item
--]]
local left = redis.call('GET', KEYS[1])
if not left then
  return redis.error_reply('MISSING no such item')
end
if tonumber(left) < tonumber(ARGV[1]) then
  return redis.error_reply('OUT_OF_STOCK only ' .. left .. ' left')
end
return redis.call('DECRBY', KEYS[1], ARGV[1])
