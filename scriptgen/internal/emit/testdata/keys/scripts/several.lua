--[[ yaml
doc: Answers with its keys and arguments, both of any number.
keys:
  item: "items:{all}:<number:int...>"
args:
  note: string
  tags: "[]string"
returns: {keys: "[]string", args: "[]string"}
--]]
return {KEYS, ARGV}
