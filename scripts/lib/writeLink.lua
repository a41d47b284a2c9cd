-- This file writes a link in the two places where links live.

-- write_link links the user to pod: for good when ttl is -1, and for ttl seconds otherwise. It returns
-- false, or the reply to give when pod or ttl cannot be written.
--
-- A script that fails midway is not rolled back, so everything that can fail comes before the first
-- write. The hash goes first because a links key of another type is refused; SET, which sets the value
-- and its expiry in one command, then has nothing left to fail for.
local function write_link(link, links, service, pod, ttl)
  if not is_pod(pod) then
    return redis.error_reply('INVALID_ARGUMENT a pod is a number from 0')
  end
  if ttl == -1 then
    redis.call('HSET', links, service, pod)
    redis.call('SET', link, pod)
  elseif ttl >= 1 and ttl <= 3153600000 then
    redis.call('HDEL', links, service)
    redis.call('SET', link, pod, 'PX', ttl * 1000)
  else
    return redis.error_reply('INVALID_ARGUMENT ttl is -1 or from 1 second to 100 years')
  end
  return false
end
