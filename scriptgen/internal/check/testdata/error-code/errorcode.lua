--[[ yaml
doc: codes
args:
  a: string
returns: any
errors:
  MISSING: there is none
  GONE: there was one # want "error code GONE is never returned"
--]]
if ARGV[1] == 'a' then
  return redis.error_reply('MISSING nothing here')
elseif ARGV[1] == 'b' then
  return redis.error_reply('MISING nothing here') --- want "error code MISING is not declared" hint: "did you mean MISSING"
elseif ARGV[1] == 'c' then
  return { err = 'OTHER thing' } --- want "error code OTHER is not declared"
elseif ARGV[1] == 'd' then
  return redis.error_reply('ERR ' .. ARGV[1])
elseif ARGV[1] == 'e' then
  return redis.error_reply('MISSING')
end
------
--[[ yaml
doc: codes from elsewhere
args:
  a: string
returns: any
errors:
  MISSING: there is none
  GONE: there was one
--]]
return redis.error_reply(ARGV[1] .. ' failed')
------
--[[ yaml
doc: a helper
args:
  a: string
returns: any
errors:
  MISSING: there is none
  GONE: there was one
--]]
local function fail(code, text)
  return redis.error_reply(code .. ' ' .. text)
end
if ARGV[1] == '1' then
  return fail('MISSING', ARGV[1])
end
error({ err = 'GONE for good' })
------
--[[ yaml
doc: one is never returned, though another is raised
args:
  a: string
returns: any
errors:
  MISSING: there is none
  GONE: there was one # want "GONE is never returned"
--]]
error(redis.error_reply('MISSING ' .. ARGV[1]))
------
--[[ yaml
doc: a code of which only the beginning is known
keys:
  k: k:<x>
args:
  what: string
returns: any
errors:
  OUT_OF_STOCK: nothing is left
--]]
redis.call('DEL', KEYS[1])
return redis.error_reply('OUT_OF_' .. ARGV[1])
