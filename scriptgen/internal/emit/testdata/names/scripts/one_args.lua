--[[ yaml
doc: Has one parameter that is a list, called as the loop's own variable.
args:
  v: "[]string"
returns: "[]string"
--]]
return ARGV
