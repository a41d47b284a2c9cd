local function task_key(queue, id)
  return queue .. ':t:' .. id
end
