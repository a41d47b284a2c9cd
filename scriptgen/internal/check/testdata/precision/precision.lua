local a = 9007199254740993 --- want "9007199254740993 is above 2\\^53 and loses digits" hint: "'9007199254740993'"
local b = 9007199254740992
local c = 1e300
local d = 10000000000000000
------
--[[ yaml
doc: large numbers
args: {id: uint64, n: int64, i: int, s: string}
returns: any
--]]
local id = tonumber(ARGV[1]) --- want "tonumber\\(ARGV\\[1\\]\\) loses digits above 2\\^53: id is declared uint64"
local n = tonumber(ARGV[2]) --- want "n is declared int64"
local i, s = tonumber(ARGV[3]), tonumber(ARGV[4])
return { id, n, i, s }
