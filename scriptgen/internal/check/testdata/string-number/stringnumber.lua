if ARGV[1] == 1 then return 1 end --- want "ARGV\\[1\\] == 1 never holds: ARGV\\[1\\] is a string" hint: "tonumber\\(ARGV\\[1\\]\\)"
if 0 ~= ARGV[1] then return 2 end --- want "always holds"
if ARGV[1] > 5 then return 3 end --- want "ARGV\\[1\\] > 5 fails: ARGV\\[1\\] is a string, and cannot be ordered"
local v = redis.call('GET', KEYS[1])
if v == 0 then return 4 end --- want "v == 0 never holds"
if v and v < redis.call('INCR', KEYS[1]) then return 5 end --- want "fails"
local n = tonumber(v)
if n and n < 5 then return 6 end
if v == '0' or ARGV[1] == 'x' then return 7 end
if v == ARGV[1] then return 8 end
local x = ARGV[2] or 0
if x == 0 then return 9 end
if #ARGV == 2 then return 10 end
if redis.call('ZSCORE', KEYS[1], 'a') >= 2 then return 11 end --- want "fails"
local t = redis.call('TIME')
if t[1] > 1000 then return 12 end --- want "fails"
if tonumber(t[1]) > 1000 then return 13 end
if v + 1 > 5 then return 14 end
------
--[[ yaml
doc: numbers as text
args:
  a: int
  b: int
  s: string
  t: string
returns: any
--]]
if ARGV[1] < ARGV[2] then return 1 end --- want "orders two strings as text, not as numbers" hint: "tonumber\\(ARGV\\[1\\]\\) < tonumber"
if ARGV[3] < ARGV[4] then return 2 end
if ARGV[1] == ARGV[2] then return 3 end
