--[[ yaml
doc: Returns its argument as float.
args:
  value: string
returns: float
--]]
return ARGV[1]
