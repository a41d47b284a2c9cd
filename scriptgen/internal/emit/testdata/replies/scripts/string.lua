--[[ yaml
doc: Returns its argument as string.
args:
  value: string
returns: string
--]]
return ARGV[1]
