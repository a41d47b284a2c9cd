--[[ yaml
doc: Removes an item from the stock.
keys:
  stock: {pattern: "stock:{<item>}", type: string}
returns: none
errors:
  MISSING: there is no such item
--]]
if redis.call('DEL', KEYS[1]) == 0 then
  return redis.error_reply('MISSING no such item')
end
return redis.status_reply('OK')
