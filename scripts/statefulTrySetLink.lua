--[[ yaml
doc: |
  Links a user to a pod of one service, unless the user is linked for good to another pod.

  Only a persistent link to another pod stands in the way: then ok is false and pod is the one that
  holds the user. A temporary link, and a link to the same pod, are replaced as by StatefulSetLink: then
  ok is true and pod is the one that was asked for. Where the stored link is not a pod, nothing is
  changed.
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
returns:
  ok: bool
  pod: int
errors:
  CORRUPT_DATA: the link does not hold a pod
  INVALID_ARGUMENT: the pod or the ttl cannot be written
include:
  - lib/pod.lua
  - lib/writeLink.lua
examples:
  - doc: no link yet
    call: {namespace: ns, uid: u1, service: chat, pod: 0, ttl: -1}
    returns: {ok: true, pod: 0}
    then:
      - GET sf:{ns:lk:u1}chat => "0"
      - PTTL sf:{ns:lk:u1}chat => -1
      - HGET sf:{ns:lk:u1} chat => "0"
  - doc: a persistent link to another pod refuses
    given:
      - SET sf:{ns:lk:u1}chat 3
      - HSET sf:{ns:lk:u1} chat 3
    call: {namespace: ns, uid: u1, service: chat, pod: 5, ttl: -1}
    returns: {ok: false, pod: 3}
    then:
      - GET sf:{ns:lk:u1}chat => "3"
      - HGET sf:{ns:lk:u1} chat => "3"
  - doc: a persistent link to pod 0 refuses like any other
    given:
      - SET sf:{ns:lk:u1}chat 0
      - HSET sf:{ns:lk:u1} chat 0
    call: {namespace: ns, uid: u1, service: chat, pod: 5, ttl: 60}
    returns: {ok: false, pod: 0}
    then:
      - PTTL sf:{ns:lk:u1}chat => -1
  - doc: a persistent link to the same pod may become temporary
    given:
      - SET sf:{ns:lk:u1}chat 5
      - HSET sf:{ns:lk:u1} chat 5
    call: {namespace: ns, uid: u1, service: chat, pod: 5, ttl: 60}
    returns: {ok: true, pod: 5}
    then:
      - TTL sf:{ns:lk:u1}chat => 60
      - EXISTS sf:{ns:lk:u1} => 0
  - doc: a temporary link to another pod is replaced
    given:
      - SET sf:{ns:lk:u1}chat 3 PX 60000
    call: {namespace: ns, uid: u1, service: chat, pod: 5, ttl: -1}
    returns: {ok: true, pod: 5}
    then:
      - GET sf:{ns:lk:u1}chat => "5"
      - PTTL sf:{ns:lk:u1}chat => -1
      - HGET sf:{ns:lk:u1} chat => "5"
  - doc: a temporary link in its last half second is still temporary
    given:
      - SET sf:{ns:lk:u1}chat 3 PX 400
    call: {namespace: ns, uid: u1, service: chat, pod: 5, ttl: 60}
    returns: {ok: true, pod: 5}
  - doc: the link that was made expires
    call: {namespace: ns, uid: u1, service: chat, pod: 5, ttl: 60}
    returns: {ok: true, pod: 5}
    then:
      - {after: 61s}
      - EXISTS sf:{ns:lk:u1}chat => 0
  - doc: a link that is not a pod is reported and left alone
    given:
      - SET sf:{ns:lk:u1}chat banana
    call: {namespace: ns, uid: u1, service: chat, pod: 5, ttl: -1}
    fails: CORRUPT_DATA
    then:
      - GET sf:{ns:lk:u1}chat => banana
  - doc: a ttl of 0 writes nothing
    call: {namespace: ns, uid: u1, service: chat, pod: 5, ttl: 0}
    fails: INVALID_ARGUMENT
    then:
      - EXISTS sf:{ns:lk:u1}chat => 0
--]]
local link, links = KEYS[1], KEYS[2]
local service, pod, ttl = ARGV[1], ARGV[2], tonumber(ARGV[3])

local current = redis.call('GET', link)
if current and not is_pod(current) then
  return corrupt_link()
end
-- PTTL, because TTL rounds and can be 0 while the link still has time to live.
if current and current ~= pod and redis.call('PTTL', link) == -1 then
  return {0, current}
end
local refusal = write_link(link, links, service, pod, ttl)
if refusal then
  return refusal
end
return {1, pod}
