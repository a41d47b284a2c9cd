--[[ yaml
doc: Answers with its arguments as they arrive.
args:
  text: string
  raw: bytes
  count: int
  large: int64
  huge: uint64
  ratio: float
  flag: bool
  lifetime: {type: seconds, doc: how long it lives}
  pause: milliseconds
  since: unix
  until: unixmilli
  kind: enum(market,limit,stop-loss)
  profile: json
  blob: msgpack
returns: "[]bytes"
--]]
return ARGV
