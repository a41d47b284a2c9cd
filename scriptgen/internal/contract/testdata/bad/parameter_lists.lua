--[[ yaml
doc: Does a thing.
returns: none
keys:
  a: 'x:<pod>:<tag>'
args:
  pod: int?
  tag: []string
--]]
return 1
