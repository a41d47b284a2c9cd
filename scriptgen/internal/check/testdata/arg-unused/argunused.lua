--[[ yaml
doc: three arguments
args:
  a: string
  b: string # want "argument b \\(ARGV\\[2\\]\\) is never read"
  c: string
returns: any
--]]
local a, c = ARGV[1], ARGV[3]
return { a, c }
------
--[[ yaml
doc: read in a function that something else calls
args:
  a: string
returns: any
--]]
local t = { f = function() return ARGV[1] end }
return t.f()
------
--[[ yaml
doc: groups
args:
  a: string
  items:
    type:
      - id: string
        score: float
returns: any
--]]
local n = ARGV[1]
for i = 2, #ARGV, 2 do
  redis.call('ZADD', 'k', ARGV[i + 1], ARGV[i])
end
return n
