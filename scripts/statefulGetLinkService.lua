--[[ yaml
doc: |
  Returns the persistent links of a user, service to pod. Temporary links are not among them.
keys:
  links:
    pattern: sf:{<namespace>:lk:<uid>}
    type: hash
    doc: the user's persistent links, service to pod
returns: map[string]int
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
    returns: {chat: 0, mail: 12}
--]]
return redis.call('HGETALL', KEYS[1])
