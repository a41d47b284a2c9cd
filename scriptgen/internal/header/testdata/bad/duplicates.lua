--[[ yaml
doc: Does a thing.
args:
  uid: string
  ttl: int
  uid: int
returns: {ok: bool, ok: int}
doc: Again.
--]]
return 1
