--[[ yaml
doc: |
  Places an order of a user on a <market>. It is e.g. `<market>` that decides the slot.

  A second paragraph | with a bar.
keys:
  book:
    pattern: m:{<market>}:book
    type: zset
    doc: orders | by price
  stock: m:{<market>}:<item...>
args:
  kind: enum(market,limit)
  price: float?
  note:
    type: json
    doc: |
      anything,
      on two lines
touches:
  order: m:{<market>}:o:<id>
returns:
  id: int
  fills: []string
errors:
  OUT_OF_STOCK: nothing is left of an item
  CLOSED: the market is closed
examples:
  - doc: a limit order
    given:
      - SET m:{x}:apple "2 pieces"
      - {after: 61s}
    call: {market: x, item: [apple, pear], kind: limit, price: 1.5, note: {by: me}}
    returns: {id: 1, fills: []}
    then:
      - ZCARD m:{x}:book => 1
      - DEL m:{x}:book
  - call: {market: x, item: [], kind: market, note: null}
    fails: OUT_OF_STOCK
--]]
return {1, {}}
