--[[ yaml
doc: Keys of one script.
keys:
  user: app:{<org>}:<user>
  friend: app:{<org>}:<friend>
  followers: app:{<org>}:<user>:followers # want "can make the same key: app:\\{a\\}:a:followers"
  whole:
returns: none
--]]
redis.call('DEL', unpack(KEYS))
------
--[[ yaml
doc: No key tells another.
keys:
  user: app:{<org>}:user:<user>
  followers: app:{<org>}:followers:<user>
  count: app:{<org>}:count
touches:
  log: app:{<org>}:log:<day:int>
returns: none
--]]
redis.call('DEL', unpack(KEYS))
------
--[[ yaml
doc: An enum's values, written out elsewhere, are meant to be the same keys.
keys:
  state: app:{<org>}:<state:enum(open,closed)>
  open: app:{<org>}:open
  other: app:{<org>}:<number:int>
  any: app:{<org>}:<name> # want "and app:\\{<org>\\}:<state:enum\\(open,closed\\)> can make the same key"
returns: none
--]]
redis.call('DEL', unpack(KEYS))
