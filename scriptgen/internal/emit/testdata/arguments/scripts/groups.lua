--[[ yaml
doc: Answers with its arguments, groups of four behind the limit.
args:
  limit: int
  orders:
    - member: {type: string, doc: who orders}
      price: float
      ttl: seconds?
      side: enum(buy,sell)
returns: "[]string"
--]]
return ARGV
