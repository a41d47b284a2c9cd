--[[ yaml
doc: |
  Links a user to a pod of one service if the user has no link there, and returns the pod linked
  afterwards.

  A link that exists, persistent or temporary, is left exactly as it is, its time to live too.
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
  pod:
    type: int
    doc: ordinal of the pod, from 0
  ttl:
    type: int
    doc: seconds the link lasts, or -1 for a persistent one
returns: int
errors:
  CORRUPT_DATA: the link does not hold a pod
  INVALID_ARGUMENT: the pod or the ttl cannot be written
include:
  - lib/pod.lua
  - lib/writeLink.lua
examples:
  - doc: no link yet, persistent
    call: {namespace: ns, uid: u1, service: chat, pod: 5, ttl: -1}
    returns: 5
    then:
      - GET sf:{ns:lk:u1}chat => "5"
      - PTTL sf:{ns:lk:u1}chat => -1
      - HGET sf:{ns:lk:u1} chat => "5"
  - doc: no link yet, temporary
    call: {namespace: ns, uid: u1, service: chat, pod: 5, ttl: 60}
    returns: 5
    then:
      - TTL sf:{ns:lk:u1}chat => 60
      - EXISTS sf:{ns:lk:u1} => 0
      - {after: 61s}
      - EXISTS sf:{ns:lk:u1}chat => 0
  - doc: a persistent link to another pod stays
    given:
      - SET sf:{ns:lk:u1}chat 0
      - HSET sf:{ns:lk:u1} chat 0
    call: {namespace: ns, uid: u1, service: chat, pod: 5, ttl: 60}
    returns: 0
    then:
      - GET sf:{ns:lk:u1}chat => "0"
      - PTTL sf:{ns:lk:u1}chat => -1
      - HGET sf:{ns:lk:u1} chat => "0"
  - doc: a temporary link to another pod stays, and so does its time to live
    given:
      - SET sf:{ns:lk:u1}chat 3 PX 60000
    call: {namespace: ns, uid: u1, service: chat, pod: 5, ttl: -1}
    returns: 3
    then:
      - TTL sf:{ns:lk:u1}chat => 60
      - EXISTS sf:{ns:lk:u1} => 0
  - doc: a temporary link to the same pod is not renewed either
    given:
      - SET sf:{ns:lk:u1}chat 5 PX 60000
    call: {namespace: ns, uid: u1, service: chat, pod: 5, ttl: 600}
    returns: 5
    then:
      - TTL sf:{ns:lk:u1}chat => 60
  - doc: a link that is not a pod is reported and left alone
    given:
      - SET sf:{ns:lk:u1}chat banana
    call: {namespace: ns, uid: u1, service: chat, pod: 5, ttl: -1}
    fails: CORRUPT_DATA
    then:
      - GET sf:{ns:lk:u1}chat => banana
  - doc: a ttl of -2 writes nothing
    call: {namespace: ns, uid: u1, service: chat, pod: 5, ttl: -2}
    fails: INVALID_ARGUMENT
    then:
      - EXISTS sf:{ns:lk:u1}chat => 0
--]]
local link, links = KEYS[1], KEYS[2]
local service, pod, ttl = ARGV[1], ARGV[2], tonumber(ARGV[3])

local current = redis.call('GET', link)
if current then
  if not is_pod(current) then
    return corrupt_link()
  end
  return current
end
local refusal = write_link(link, links, service, pod, ttl)
if refusal then
  return refusal
end
return pod
