--[[ yaml
doc: Returns its argument as any.
args:
  value: string
returns: any
--]]
return ARGV[1]
