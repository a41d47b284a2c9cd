--[[ yaml
doc: Returns whatever; nobody looks.
returns: none
--]]
return redis.status_reply('OK')
