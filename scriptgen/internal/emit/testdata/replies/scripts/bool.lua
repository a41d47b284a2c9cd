--[[ yaml
doc: Returns its argument as bool.
args:
  value: string
returns: bool
--]]
return ARGV[1]
