--[[ yaml
doc: |
  Ends a user's link to a service if it points at one pod, and returns whether it did.

  A link to another pod is left as it is. A ttl of 0 or less ends the link at once; a ttl of 1 or more
  is a grace period: the link stays, as a temporary link, for that many seconds. Either way it leaves
  the hash of persistent links.
keys:
  link:
    pattern: sf:{<namespace>:lk:<uid>}<service>
    type: string
    doc: the pod the user is linked to; it expires when the link is temporary
  links:
    pattern: sf:{<namespace>:lk:<uid>}
    type: hash
    doc: the user's persistent links, service to pod
args:
  service: string
  ttl:
    type: int
    doc: seconds the link stays as a temporary one; 0 or less ends it at once
  pod:
    type: int
    doc: ordinal of the pod the link has to point at
returns: bool
errors:
  CORRUPT_DATA: the link does not hold a pod
  INVALID_ARGUMENT: the ttl cannot be written
include:
  - lib/pod.lua
  - lib/dropLink.lua
examples:
  - doc: no link
    call: {namespace: ns, uid: u1, service: chat, ttl: 0, pod: 0}
    returns: false
  - doc: a link to another pod stays
    given:
      - SET sf:{ns:lk:u1}chat 3
      - HSET sf:{ns:lk:u1} chat 3
    call: {namespace: ns, uid: u1, service: chat, ttl: 0, pod: 5}
    returns: false
    then:
      - PTTL sf:{ns:lk:u1}chat => -1
      - HGET sf:{ns:lk:u1} chat => "3"
  - doc: a persistent link to the pod ends at once
    given:
      - SET sf:{ns:lk:u1}chat 0
      - HSET sf:{ns:lk:u1} chat 0
    call: {namespace: ns, uid: u1, service: chat, ttl: 0, pod: 0}
    returns: true
    then:
      - EXISTS sf:{ns:lk:u1}chat sf:{ns:lk:u1} => 0
  - doc: a persistent link to the pod ends after a grace period
    given:
      - SET sf:{ns:lk:u1}chat 3
      - HSET sf:{ns:lk:u1} chat 3
    call: {namespace: ns, uid: u1, service: chat, ttl: 60, pod: 3}
    returns: true
    then:
      - GET sf:{ns:lk:u1}chat => "3"
      - TTL sf:{ns:lk:u1}chat => 60
      - EXISTS sf:{ns:lk:u1} => 0
      - {after: 61s}
      - EXISTS sf:{ns:lk:u1}chat => 0
  - doc: a temporary link to the pod ends at once
    given:
      - SET sf:{ns:lk:u1}chat 3 PX 60000
    call: {namespace: ns, uid: u1, service: chat, ttl: -1, pod: 3}
    returns: true
    then:
      - EXISTS sf:{ns:lk:u1}chat => 0
  - doc: a link that is not a pod is reported and left alone
    given:
      - SET sf:{ns:lk:u1}chat banana
    call: {namespace: ns, uid: u1, service: chat, ttl: 0, pod: 3}
    fails: CORRUPT_DATA
    then:
      - GET sf:{ns:lk:u1}chat => banana
  - doc: a ttl of more than a hundred years changes nothing
    given:
      - SET sf:{ns:lk:u1}chat 3
    call: {namespace: ns, uid: u1, service: chat, ttl: 3153600001, pod: 3}
    fails: INVALID_ARGUMENT
    then:
      - PTTL sf:{ns:lk:u1}chat => -1
--]]
local link, links = KEYS[1], KEYS[2]
local service, ttl, pod = ARGV[1], tonumber(ARGV[2]), ARGV[3]

local current = redis.call('GET', link)
if current and not is_pod(current) then
  return corrupt_link()
end
if current ~= pod then
  return 0
end
return drop_link(link, links, service, ttl)
