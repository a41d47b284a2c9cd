--[[ yaml
doc: Answers with its keys and the argument that a placeholder shares.
keys:
  shard: {pattern: "s:{<region:enum(eu,us)>}:<shard:int>", type: hash, doc: one shard of a region}
  range: "r:{<region:enum(eu,us)>}:<from:int64>-<to:uint64>"
  angle: "a<<{<region:enum(eu,us)>}"
args:
  shard: int
returns: "[]string"
--]]
return {KEYS[1], KEYS[2], KEYS[3], ARGV[1]}
