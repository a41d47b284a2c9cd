--[[ yaml
doc: Returns its argument as json.
args:
  value: string
returns: json
--]]
return ARGV[1]
