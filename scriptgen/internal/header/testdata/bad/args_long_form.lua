--[[ yaml
doc: Does a thing.
returns: none
args:
  uid: {typ: string, type: string}
  pos: {x: int, y: int}
--]]
return 1
