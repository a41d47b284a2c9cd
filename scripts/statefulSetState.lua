--[[ yaml
doc: |
  Sets the state of one pod of a service, and returns the state it had before, if it had one.
keys:
  states:
    pattern: sf:{<namespace>:state:<service>}
    type: hash
    doc: the states of the service's pods, pod to state
args:
  pod:
    type: int
    doc: ordinal of the pod, from 0
  state: string
returns: string?
examples:
  - doc: the first state of a pod
    call: {namespace: ns, service: chat, pod: 0, state: "12"}
    returns: null
    then:
      - HGET sf:{ns:state:chat} 0 => "12"
  - doc: replaces a state, and leaves the other pods alone
    given:
      - HSET sf:{ns:state:chat} 0 12 1 7
    call: {namespace: ns, service: chat, pod: 0, state: draining}
    returns: "12"
    then:
      - HGET sf:{ns:state:chat} 0 => draining
      - HGET sf:{ns:state:chat} 1 => "7"
  - doc: an empty state was a state
    given:
      - HSET sf:{ns:state:chat} 0 ""
    call: {namespace: ns, service: chat, pod: 0, state: "1"}
    returns: ""
--]]
local states = KEYS[1]
local pod, state = ARGV[1], ARGV[2]

local previous = redis.call('HGET', states, pod)
redis.call('HSET', states, pod, state)
return previous
