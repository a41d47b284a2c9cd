--[[ yaml
doc: |
  Returns the pod a user is linked to, if the link is persistent.

  There is nothing to return where the user has no link, or a temporary one.
keys:
  link:
    pattern: sf:{<namespace>:lk:<uid>}<service>
    type: string
    doc: the pod the user is linked to; it expires when the link is temporary
returns: int?
readonly: true
errors:
  CORRUPT_DATA: the link does not hold a pod
include:
  - lib/pod.lua
examples:
  - doc: no link
    call: {namespace: ns, uid: u1, service: chat}
    returns: null
  - doc: a persistent link
    given:
      - SET sf:{ns:lk:u1}chat 0
    call: {namespace: ns, uid: u1, service: chat}
    returns: 0
  - doc: a temporary link
    given:
      - SET sf:{ns:lk:u1}chat 3 PX 60000
    call: {namespace: ns, uid: u1, service: chat}
    returns: null
  - doc: a temporary link in its last half second
    given:
      - SET sf:{ns:lk:u1}chat 3 PX 400
    call: {namespace: ns, uid: u1, service: chat}
    returns: null
  - doc: a persistent link that is not a pod
    given:
      - SET sf:{ns:lk:u1}chat banana
    call: {namespace: ns, uid: u1, service: chat}
    fails: CORRUPT_DATA
--]]
local link = KEYS[1]

-- PTTL first: it answers alone where there is no link or a temporary one. TTL would round.
if redis.call('PTTL', link) ~= -1 then
  return false
end
local pod = redis.call('GET', link)
if pod and not is_pod(pod) then
  return corrupt_link()
end
return pod
