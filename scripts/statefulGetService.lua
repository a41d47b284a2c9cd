--[[ yaml
doc: |
  Returns the states of all pods of a service, pod to state.

  The pods are given as they are stored, so that one entry that is not a pod does not hide the others.
keys:
  states:
    pattern: sf:{<namespace>:state:<service>}
    type: hash
    doc: the states of the service's pods, pod to state
returns: map[string]string
readonly: true
examples:
  - doc: a service without states
    call: {namespace: ns, service: chat}
    returns: {}
  - doc: every pod and its state, whatever the state says
    given:
      - HSET sf:{ns:state:chat} 0 12 1 7-1700000000 2 draining
    call: {namespace: ns, service: chat}
    returns: {"0": "12", "1": 7-1700000000, "2": draining}
  - doc: an entry that is not a pod is given as it is
    given:
      - HSET sf:{ns:state:chat} 0 12 banana 1
    call: {namespace: ns, service: chat}
    returns: {"0": "12", banana: "1"}
--]]
return redis.call('HGETALL', KEYS[1])
