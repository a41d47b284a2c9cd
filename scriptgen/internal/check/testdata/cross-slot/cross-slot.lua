--[[ yaml
doc: In one slot, whatever the values are.
keys:
  link: sf:{<namespace>:lk:<uid>}<service>
  links: sf:{<namespace>:lk:<uid>}
touches:
  log: log:{<namespace>:lk:<uid>}:<anything>
returns: none
--]]
redis.call('DEL', KEYS[1], KEYS[2])
------
--[[ yaml
doc: Two users.
keys:
  from: account:<from>
  to: account:<to> # want "from and to are not in one slot: account:from\\d is in slot \\d+, account:to\\d is? ?in slot \\d+|account:to"
  third: account:{<from>} # want "from and third are not in one slot"
returns: none
--]]
redis.call('DEL', KEYS[1], KEYS[2], KEYS[3])
------
--[[ yaml
doc: Touched keys elsewhere.
keys:
  queue: q:{<queue>}
touches:
  task: t:<id> # want "queue and task are not in one slot"
returns: none
--]]
redis.call('DEL', KEYS[1])
------
--[[ yaml
doc: One key, or none, is in one slot.
keys:
  only: only:<id>
returns: none
--]]
redis.call('DEL', KEYS[1])
------
--[[ yaml
doc: No keys at all.
returns: none
--]]
redis.call('PUBLISH', 'a', 'b')
------
--[[ yaml
doc: One key for each element.
keys:
  tasks: t:<ids...> # want "the keys tasks are not in one slot: t:ids\\d is in slot \\d+, t:ids\\d in slot \\d+"
returns: none
--]]
redis.call('DEL', unpack(KEYS))
------
--[[ yaml
doc: One key for each element, in the slot of the queue.
keys:
  queue: q:{<queue>}
  tasks: t:{<queue>}:<ids...>
returns: none
--]]
redis.call('DEL', unpack(KEYS))
------
--[[ yaml
doc: The caller gives whole keys, so this is advice.
keys:
  a:
  b: # want "nothing says that a and b are in one slot"
returns: none
--]]
redis.call('RENAME', KEYS[1], KEYS[2])
------
#!lua flags=no-cluster
--[[ yaml
doc: Not for clusters.
keys:
  from: account:<from>
  to: account:<to>
returns: none
--]]
redis.call('DEL', KEYS[1], KEYS[2])
------
#!lua flags=allow-cross-slot-keys
--[[ yaml
doc: The flag is for the keys that the script makes, not for KEYS.
keys:
  from: account:{<bank>}:<from>
  to: account:<bank>:<to> # want "from and to are not in one slot"
touches:
  log: log:<anything>
returns: none
--]]
redis.call('DEL', KEYS[1], KEYS[2])
