--[[ yaml
doc: Returns its argument as uint64.
args:
  value: string
returns: uint64
--]]
return ARGV[1]
