--[[ yaml
doc: names
keys:
  link: "{<x>}:a"
  links: "{<x>}:b"
args:
  service: string
  ttl: int
returns: any
--]]
local link, links = KEYS[2], KEYS[1] --- want "local link holds KEYS\\[2\\], which is links; link is KEYS\\[1\\]" "local links holds KEYS\\[1\\]"
local ttl = tonumber(ARGV[1]) --- want "local ttl holds ARGV\\[1\\], which is service; ttl is ARGV\\[2\\]" hint: "local ttl = ARGV\\[2\\]"
return { link, links, ttl, ARGV[2] }
------
--[[ yaml
doc: names that say the same, or nothing
keys:
  link: "{<x>}:a"
  links: "{<x>}:b"
args:
  service: string
  ttl: int
returns: any
--]]
local linkKey, links_key = KEYS[1], KEYS[2]
local k, v = KEYS[2], ARGV[1]
local ttl = tonumber(ARGV[2]) or 0
local service = redis.call('GET', k)
return { linkKey, links_key, k, v, ttl, service }
