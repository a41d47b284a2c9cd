-- This file ends a link, at once or after a grace period.

-- drop_link takes the service out of the hash of persistent links, and ends the link: at once when ttl
-- is 0 or less, and in ttl seconds otherwise. It returns 1 if there was a link, and 0 if not.
--
-- The hash goes first: it is the only write that can be refused, and a script is not rolled back.
local function drop_link(link, links, service, ttl)
  if ttl > 3153600000 then
    return redis.error_reply('INVALID_ARGUMENT ttl is at most 100 years')
  end
  redis.call('HDEL', links, service)
  if ttl < 1 then
    return redis.call('DEL', link)
  end
  return redis.call('PEXPIRE', link, ttl * 1000)
end
