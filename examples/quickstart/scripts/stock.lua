--[[ yaml
doc: Returns how many units of an item can be ordered, if the shop has the item.
readonly: true
keys:
  stock:
    pattern: shop:{<item>}:stock
    type: string
returns: int?
examples:
  - doc: an item of the shop
    given:
      - SET shop:{nails}:stock 10
    call: {item: nails}
    returns: 10
  - doc: no such item
    call: {item: unicorns}
    returns: null
--]]
return redis.call('GET', KEYS[1])
