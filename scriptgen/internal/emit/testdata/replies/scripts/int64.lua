--[[ yaml
doc: Returns its argument as int64.
args:
  value: string
returns: int64
--]]
return ARGV[1]
