--[[ yaml
doc: |
  Orders units of an item for a customer: takes them from the stock and adds them to what the customer
  has ordered. Returns how many units are left, and how many the customer has ordered by now.
keys:
  stock:
    pattern: shop:{<item>}:stock
    type: string
    doc: units that can be ordered
  orders:
    pattern: shop:{<item>}:orders
    type: hash
    doc: units ordered, by customer
args:
  customer: string
  units: {type: int, doc: "how many, at least one"}
returns:
  left: int
  ordered: int
errors:
  OUT_OF_STOCK: there are fewer units than were asked for
examples:
  - doc: takes from the stock
    given:
      - SET shop:{nails}:stock 10
      - HSET shop:{nails}:orders ann 1
    call: {item: nails, customer: ann, units: 4}
    returns: {left: 6, ordered: 5}
    then:
      - GET shop:{nails}:stock => "6"
      - HGET shop:{nails}:orders ann => "5"
  - doc: refuses more than there is
    given:
      - SET shop:{nails}:stock 3
    call: {item: nails, customer: ann, units: 4}
    fails: OUT_OF_STOCK
    then:
      - GET shop:{nails}:stock => "3"
      - EXISTS shop:{nails}:orders => 0
--]]
local stock, orders = KEYS[1], KEYS[2]
local customer, units = ARGV[1], tonumber(ARGV[2])

local available = tonumber(redis.call('GET', stock) or '0')
if available < units then
  return redis.error_reply('OUT_OF_STOCK only ' .. available .. ' left')
end
local left = redis.call('DECRBY', stock, units)
local ordered = redis.call('HINCRBY', orders, customer, units)
return {left, ordered}
