--[[ yaml
doc: |
  Ends a user's link to a service, and returns whether there was one.

  A ttl of 0 or less ends it at once. A ttl of 1 or more is a grace period: the link stays, as a
  temporary link, for that many seconds. Either way it leaves the hash of persistent links.
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
returns: bool
errors:
  INVALID_ARGUMENT: the ttl cannot be written
include:
  - lib/dropLink.lua
examples:
  - doc: no link
    call: {namespace: ns, uid: u1, service: chat, ttl: 0}
    returns: false
    then:
      - EXISTS sf:{ns:lk:u1}chat => 0
  - doc: no link, with a grace period
    call: {namespace: ns, uid: u1, service: chat, ttl: 60}
    returns: false
    then:
      - EXISTS sf:{ns:lk:u1}chat => 0
  - doc: a persistent link ends at once, and other services keep theirs
    given:
      - SET sf:{ns:lk:u1}chat 0
      - HSET sf:{ns:lk:u1} chat 0 mail 1
    call: {namespace: ns, uid: u1, service: chat, ttl: 0}
    returns: true
    then:
      - EXISTS sf:{ns:lk:u1}chat => 0
      - HGET sf:{ns:lk:u1} chat => null
      - HGET sf:{ns:lk:u1} mail => "1"
  - doc: a persistent link ends after a grace period
    given:
      - SET sf:{ns:lk:u1}chat 3
      - HSET sf:{ns:lk:u1} chat 3
    call: {namespace: ns, uid: u1, service: chat, ttl: 60}
    returns: true
    then:
      - GET sf:{ns:lk:u1}chat => "3"
      - TTL sf:{ns:lk:u1}chat => 60
      - EXISTS sf:{ns:lk:u1} => 0
      - {after: 61s}
      - EXISTS sf:{ns:lk:u1}chat => 0
  - doc: a temporary link takes the new time to live
    given:
      - SET sf:{ns:lk:u1}chat 3 PX 5000
    call: {namespace: ns, uid: u1, service: chat, ttl: 60}
    returns: true
    then:
      - TTL sf:{ns:lk:u1}chat => 60
  - doc: a temporary link ends at once with a negative ttl
    given:
      - SET sf:{ns:lk:u1}chat 3 PX 5000
    call: {namespace: ns, uid: u1, service: chat, ttl: -1}
    returns: true
    then:
      - EXISTS sf:{ns:lk:u1}chat => 0
  - doc: a link that is not a pod can be removed too
    given:
      - SET sf:{ns:lk:u1}chat banana
    call: {namespace: ns, uid: u1, service: chat, ttl: 0}
    returns: true
    then:
      - EXISTS sf:{ns:lk:u1}chat => 0
  - doc: a ttl of more than a hundred years changes nothing
    given:
      - SET sf:{ns:lk:u1}chat 3
    call: {namespace: ns, uid: u1, service: chat, ttl: 3153600001}
    fails: INVALID_ARGUMENT
    then:
      - PTTL sf:{ns:lk:u1}chat => -1
--]]
local link, links = KEYS[1], KEYS[2]
local service, ttl = ARGV[1], tonumber(ARGV[2])

return drop_link(link, links, service, ttl)
