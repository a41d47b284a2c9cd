-- This file says what a stored pod looks like, so that no script takes another key's data for one.

-- is_pod reports whether text is a pod as this directory writes it: a decimal number that fits 64 bits,
-- with no sign and no leading zero. Pods are compared as text: a Lua number has only 53 bits.
local function is_pod(text)
  return text == '0'
    or string.find(text, '^[1-9]%d*$') ~= nil
      and (#text < 19 or (#text == 19 and text <= '9223372036854775807'))
end

-- corrupt_link is the reply when a link holds anything else. It does not quote what is there: nobody
-- knows what that is.
local function corrupt_link()
  return redis.error_reply('CORRUPT_DATA the link does not hold a pod')
end
