--[[ yaml
doc: Returns its argument as bytes.
args:
  value: string
returns: bytes
--]]
return ARGV[1]
