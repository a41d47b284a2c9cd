--[[ yaml
doc: an ignore that has its use, one in vain, and one of nothing
keys:
  a: "{<x>}:a"
  b: "{<x>}:b"
returns: any
ignore:
  key-unused: the caller locks both
  arg-unused: there is none # want "nothing to ignore: the script has no finding of arg-unused" hint: "remove the entry"
  key-unusd: a slip # want "there is no check key-unusd" hint: "did you mean key-unused"
--]]
return redis.call('INCR', KEYS[1])
------
--[[ yaml
doc: what cannot be read says nothing about an ignore
returns: any
ignore:
  key-unused: not known
--]]
return ) --- want "unexpected symbol"
