--[[ yaml
doc: Returns its argument as milliseconds.
args:
  value: string
returns: milliseconds
--]]
return ARGV[1]
