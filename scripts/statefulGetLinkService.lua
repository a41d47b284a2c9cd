--[[ yaml
doc: |
  Returns the persistent links of a user, service to pod. Temporary links are not among them.

  The pods are given as they are stored, so that one entry that is not a pod does not hide the others.
keys:
  links:
    pattern: sf:{<namespace>:lk:<uid>}
    type: hash
    doc: the user's persistent links, service to pod
returns: map[string]string
readonly: true
examples:
  - doc: no link
    call: {namespace: ns, uid: u1}
    returns: {}
  - doc: persistent links only
    given:
      - SET sf:{ns:lk:u1}chat 0
      - SET sf:{ns:lk:u1}mail 12
      - HSET sf:{ns:lk:u1} chat 0 mail 12
      - SET sf:{ns:lk:u1}game 7 PX 60000
    call: {namespace: ns, uid: u1}
    returns: {chat: "0", mail: "12"}
  - doc: an entry that is not a pod is given as it is
    given:
      - HSET sf:{ns:lk:u1} chat 0 mail banana
    call: {namespace: ns, uid: u1}
    returns: {chat: "0", mail: banana}
--]]
return redis.call('HGETALL', KEYS[1])
