--[[ yaml
doc: |
  Returns the state of one pod of a service, if it has one.
keys:
  states:
    pattern: sf:{<namespace>:state:<service>}
    type: hash
    doc: the states of the service's pods, pod to state
args:
  pod:
    type: int
    doc: ordinal of the pod, from 0
returns: string?
readonly: true
examples:
  - doc: a service without states
    call: {namespace: ns, service: chat, pod: 0}
    returns: null
  - doc: a pod with a state
    given:
      - HSET sf:{ns:state:chat} 0 12 1 draining
    call: {namespace: ns, service: chat, pod: 1}
    returns: draining
  - doc: an empty state is a state
    given:
      - HSET sf:{ns:state:chat} 0 ""
    call: {namespace: ns, service: chat, pod: 0}
    returns: ""
  - doc: another pod of the service
    given:
      - HSET sf:{ns:state:chat} 0 12
    call: {namespace: ns, service: chat, pod: 1}
    returns: null
--]]
local states = KEYS[1]
local pod = ARGV[1]

return redis.call('HGET', states, pod)
