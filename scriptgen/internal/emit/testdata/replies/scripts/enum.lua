--[[ yaml
doc: Returns its argument, one of two values.
args:
  value: string
returns: enum(on,off)
--]]
return ARGV[1]
