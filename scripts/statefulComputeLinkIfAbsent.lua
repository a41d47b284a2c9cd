--[[ yaml
doc: |
  Links a user to the least loaded of the candidates if the user has no link to the service, and
  returns the pod linked afterwards.

  A link that exists, persistent or temporary, is left exactly as it is. Without one and without
  candidates nothing is written and nothing is returned.

  Where several candidates carry the same least load, the user's own key decides between them: users
  spread evenly, while the same user gets the same pod however often a call is repeated, so that a
  retry after a lost answer changes nothing. Chance would have to come from the caller: Redis starts
  math.random from the same seed in every run.
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
    doc: seconds the link lasts, or -1 for a persistent one
  candidates:
    type:
      - pod: int
        load: float
    doc: |
      the pods to choose from, with their loads; the state they come from is in another slot of a
      cluster, so the caller reads it
returns: int?
errors:
  CORRUPT_DATA: the link does not hold a pod
  INVALID_ARGUMENT: the pod or the ttl cannot be written
include:
  - lib/pod.lua
  - lib/writeLink.lua
examples:
  - doc: the least loaded pod wins
    call:
      namespace: ns
      uid: u1
      service: chat
      ttl: -1
      candidates: [{pod: 0, load: 7}, {pod: 1, load: 0.5}, {pod: 2, load: 30}]
    returns: 1
    then:
      - GET sf:{ns:lk:u1}chat => "1"
      - PTTL sf:{ns:lk:u1}chat => -1
      - HGET sf:{ns:lk:u1} chat => "1"
  - doc: pod 0 is a pod like any other, and the link may be temporary
    call: {namespace: ns, uid: u1, service: chat, ttl: 60, candidates: [{pod: 0, load: 0}, {pod: 1, load: 1}]}
    returns: 0
    then:
      - TTL sf:{ns:lk:u1}chat => 60
      - EXISTS sf:{ns:lk:u1} => 0
      - {after: 61s}
      - EXISTS sf:{ns:lk:u1}chat => 0
  - doc: among equals, one user
    call: {namespace: ns, uid: u1, service: chat, ttl: -1, candidates: [{pod: 0, load: 1}, {pod: 1, load: 1}, {pod: 2, load: 9}]}
    returns: 1
  - doc: among the same equals, another user
    call: {namespace: ns, uid: u2, service: chat, ttl: -1, candidates: [{pod: 0, load: 1}, {pod: 1, load: 1}, {pod: 2, load: 9}]}
    returns: 0
  - doc: a persistent link stays
    given:
      - SET sf:{ns:lk:u1}chat 3
      - HSET sf:{ns:lk:u1} chat 3
    call: {namespace: ns, uid: u1, service: chat, ttl: -1, candidates: [{pod: 5, load: 0}]}
    returns: 3
    then:
      - HGET sf:{ns:lk:u1} chat => "3"
  - doc: a temporary link stays, and so does its time to live
    given:
      - SET sf:{ns:lk:u1}chat 3 PX 60000
    call: {namespace: ns, uid: u1, service: chat, ttl: -1, candidates: [{pod: 5, load: 0}]}
    returns: 3
    then:
      - TTL sf:{ns:lk:u1}chat => 60
  - doc: a link stays when there is no candidate
    given:
      - SET sf:{ns:lk:u1}chat 3
    call: {namespace: ns, uid: u1, service: chat, ttl: -1, candidates: []}
    returns: 3
  - doc: no link and no candidate
    call: {namespace: ns, uid: u1, service: chat, ttl: -1, candidates: []}
    returns: null
    then:
      - EXISTS sf:{ns:lk:u1}chat sf:{ns:lk:u1} => 0
  - doc: a link that is not a pod is reported and left alone
    given:
      - SET sf:{ns:lk:u1}chat banana
    call: {namespace: ns, uid: u1, service: chat, ttl: -1, candidates: [{pod: 5, load: 0}]}
    fails: CORRUPT_DATA
    then:
      - GET sf:{ns:lk:u1}chat => banana
  - doc: a ttl of 0 writes nothing
    call: {namespace: ns, uid: u1, service: chat, ttl: 0, candidates: [{pod: 5, load: 0}]}
    fails: INVALID_ARGUMENT
    then:
      - EXISTS sf:{ns:lk:u1}chat => 0
--]]
local link, links = KEYS[1], KEYS[2]
local service, ttl = ARGV[1], tonumber(ARGV[2])

local current = redis.call('GET', link)
if current then
  if not is_pod(current) then
    return corrupt_link()
  end
  return current
end

local best, least = {}, math.huge
for i = 3, #ARGV, 2 do
  local pod, weight = ARGV[i], tonumber(ARGV[i + 1])
  if weight < least then
    best, least = {pod}, weight
  elseif weight == least then
    best[#best + 1] = pod
  end
end
if #best == 0 then
  return false
end

local spread = tonumber(string.sub(redis.sha1hex(link), 1, 8), 16)
local chosen = best[spread % #best + 1]
local refusal = write_link(link, links, service, chosen, ttl)
if refusal then
  return refusal
end
return chosen
