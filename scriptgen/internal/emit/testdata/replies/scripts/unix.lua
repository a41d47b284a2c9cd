--[[ yaml
doc: Returns its argument as unix.
args:
  value: string
returns: unix
--]]
return ARGV[1]
