--[[ yaml
doc: Returns its argument as seconds.
args:
  value: string
returns: seconds
--]]
return ARGV[1]
