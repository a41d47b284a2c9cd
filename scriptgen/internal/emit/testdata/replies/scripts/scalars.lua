--[[ yaml
doc: Answers with a value of each type that is one value, in order.
returns:
  text: string
  raw: bytes
  count: int
  large: int64
  huge: uint64
  ratio: float
  flag: bool
  lifetime: seconds
  pause: milliseconds
  since: unix
  until: unixmilli
  kind: enum(market,limit)
  profile: json
  whatever: any
--]]
return {
  'text', '\0raw', 42, '-9007199254740993', '18446744073709551615', '0.25', 1,
  90, 1500, 1700000000, '1700000000123', 'limit', '{"name":"ann"}', {1, 'two'},
}
