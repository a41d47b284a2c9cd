--[[ yaml
doc: Answers with its arguments; a missing one is the empty string.
args:
  text: string?
  raw: bytes?
  count: int?
  large: int64?
  huge: uint64?
  ratio: float?
  flag: bool?
  lifetime: seconds?
  pause: milliseconds?
  since: unix?
  until: unixmilli?
  kind: enum(market,limit)?
returns: "[]string"
--]]
return ARGV
