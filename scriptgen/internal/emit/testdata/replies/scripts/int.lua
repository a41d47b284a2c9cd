--[[ yaml
doc: Returns its argument as int.
args:
  value: string
returns: int
--]]
return ARGV[1]
