--[[ yaml
doc: Does a thing.
returns: none
keys:
  a: 'x:<pod:int>'
  b: 'y:<pod:int64>:<ttl>:<ids...>'
args:
  pod: string
  ttl: seconds
  ids: string
--]]
return 1
