#!lua flags=no-writes
--[==[ yaml
doc: |
  Reads a task with everything that a header can say.
name: ReadTask
readonly: true
keys:
  queue:
    pattern: "q:{<queue>}"
    type: list
    doc: the tasks that wait
touches:
  task: "q:{<queue>}:t:<id>"
args:
  from: {type: int, doc: the first task to read}
returns:
  - id: string
    body: string?
errors:
  EMPTY: nothing waits
include:
  - lib/task.lua
ignore:
  unreachable: an example
examples:
  - doc: nothing waits
    call: {queue: mail, from: 0}
    fails: EMPTY
  - given:
      - RPUSH q:{mail} 1 2
      - SET q:{mail}:t:1 hello
    call: {queue: mail, from: 0}
    returns: [{id: "1", body: hello}, {id: "2", body: null}]
    then:
      - LLEN q:{mail} => 2
]==]
local ids = redis.call('LRANGE', KEYS[1], ARGV[1], -1)
if #ids == 0 then
  return redis.error_reply('EMPTY nothing waits')
end
local rows = {}
for i, id in ipairs(ids) do
  rows[i] = {id, redis.call('GET', task_key(KEYS[1], id))}
end
return rows
