--[[ yaml
doc: Returns its argument as unixmilli.
args:
  value: string
returns: unixmilli
--]]
return ARGV[1]
