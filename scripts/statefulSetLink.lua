--[[ yaml
doc: |
  Links a user to a pod of one service, whatever the link was before.

  A ttl of -1 makes the link persistent and enters it in the hash of the user's persistent links; a ttl
  of 1 or more makes it temporary for that many seconds and takes it out of the hash. Returns the pod
  that was linked before, if there was a link. Where the stored link is not a pod, nothing is changed.
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
returns: int?
errors:
  CORRUPT_DATA: the link does not hold a pod
  INVALID_ARGUMENT: the pod or the ttl cannot be written
include:
  - lib/pod.lua
  - lib/writeLink.lua
examples:
  - doc: the first link, persistent
    call: {namespace: ns, uid: u1, service: chat, pod: 0, ttl: -1}
    returns: null
    then:
      - GET sf:{ns:lk:u1}chat => "0"
      - PTTL sf:{ns:lk:u1}chat => -1
      - HGET sf:{ns:lk:u1} chat => "0"
  - doc: the first link, temporary
    call: {namespace: ns, uid: u1, service: chat, pod: 5, ttl: 60}
    returns: null
    then:
      - GET sf:{ns:lk:u1}chat => "5"
      - TTL sf:{ns:lk:u1}chat => 60
      - EXISTS sf:{ns:lk:u1} => 0
  - doc: a temporary link ends by itself
    call: {namespace: ns, uid: u1, service: chat, pod: 5, ttl: 60}
    returns: null
    then:
      - {after: 59s}
      - GET sf:{ns:lk:u1}chat => "5"
      - {after: 2s}
      - GET sf:{ns:lk:u1}chat => null
  - doc: replaces a persistent link to another pod
    given:
      - SET sf:{ns:lk:u1}chat 3
      - HSET sf:{ns:lk:u1} chat 3
    call: {namespace: ns, uid: u1, service: chat, pod: 5, ttl: -1}
    returns: 3
    then:
      - GET sf:{ns:lk:u1}chat => "5"
      - HGET sf:{ns:lk:u1} chat => "5"
  - doc: replaces a persistent link to the same pod
    given:
      - SET sf:{ns:lk:u1}chat 5
      - HSET sf:{ns:lk:u1} chat 5
    call: {namespace: ns, uid: u1, service: chat, pod: 5, ttl: -1}
    returns: 5
    then:
      - PTTL sf:{ns:lk:u1}chat => -1
      - HGET sf:{ns:lk:u1} chat => "5"
  - doc: a persistent link becomes temporary and leaves the hash, where other services stay
    given:
      - SET sf:{ns:lk:u1}chat 3
      - HSET sf:{ns:lk:u1} chat 3 mail 1
    call: {namespace: ns, uid: u1, service: chat, pod: 5, ttl: 60}
    returns: 3
    then:
      - TTL sf:{ns:lk:u1}chat => 60
      - HGET sf:{ns:lk:u1} chat => null
      - HGET sf:{ns:lk:u1} mail => "1"
  - doc: a temporary link becomes persistent
    given:
      - SET sf:{ns:lk:u1}chat 3 PX 60000
    call: {namespace: ns, uid: u1, service: chat, pod: 3, ttl: -1}
    returns: 3
    then:
      - PTTL sf:{ns:lk:u1}chat => -1
      - HGET sf:{ns:lk:u1} chat => "3"
  - doc: a link that is not a pod is reported and left alone
    given:
      - SET sf:{ns:lk:u1}chat banana
    call: {namespace: ns, uid: u1, service: chat, pod: 5, ttl: -1}
    fails: CORRUPT_DATA
    then:
      - GET sf:{ns:lk:u1}chat => banana
      - EXISTS sf:{ns:lk:u1} => 0
  - doc: a ttl of 0 writes nothing
    call: {namespace: ns, uid: u1, service: chat, pod: 5, ttl: 0}
    fails: INVALID_ARGUMENT
    then:
      - EXISTS sf:{ns:lk:u1}chat sf:{ns:lk:u1} => 0
  - doc: a negative pod is not a pod
    call: {namespace: ns, uid: u1, service: chat, pod: -1, ttl: 60}
    fails: INVALID_ARGUMENT
    then:
      - EXISTS sf:{ns:lk:u1}chat => 0
--]]
local link, links = KEYS[1], KEYS[2]
local service, pod, ttl = ARGV[1], ARGV[2], tonumber(ARGV[3])

local previous = redis.call('GET', link)
if previous and not is_pod(previous) then
  return corrupt_link()
end
local refusal = write_link(link, links, service, pod, ttl)
if refusal then
  return refusal
end
return previous
