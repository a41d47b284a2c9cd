x = 1 -- fine here: assigning a global is another check's matter
------
local x = 1
x += 1 --- want "'=' expected near '\\+'" hint: "x = x \\+ 1"
------
goto done --- want "'=' expected near 'done'" hint: "no goto"
------
local n = 7 // 2 --- want "unexpected symbol near '/'" hint: "math.floor"
------
local n = 7 & 2 --- want "near '&'"  hint: "bit.band"
------
local n <const> = 7 --- want "unexpected symbol near '<'" hint: "no attributes"
------
for i = 1, 2 do
  if i == 1 then
    continue
  end --- want "'=' expected near 'end'" hint: "no continue"
end
------
local a = redis.call
(a)('GET', KEYS[1]) --- want "ambiguous syntax" hint: "with ;"
------
if KEYS[1] then
  return 1
else if KEYS[2] then
  return 2
end --- want "'end' expected \\(to close 'if' at line 1\\) near '<eof>'" hint: "elseif does not"
------
local name = 'abc --- want "unfinished string"
return name
------
return redis.call('GET', KEYS[1] --- want "'\\)' expected near '<eof>'"
------
return true && false --- want "near '&'" hint: "^and is written and$"
------
return !true --- want "unexpected symbol near '!'" hint: "not"
------
--[[ the inner [[ is refused, even in a comment ]] --- want "nesting of" hint: "--\\[==\\["
------
return (KEYS[1] ? 1 : 2) --- want "near '\\?'" hint: "and a or b"
------
#!lua flags=no-writes,allow-oom
return 1
------
#!lua flags=no-write
--- want above "unknown script flag \"no-write\"" hint: "did you mean no-writes"
return 1
------
#!luajit
--- want above "the server knows no script engine \"luajit\""
return 1
------
#!lua name=lib
--- want above "library of functions"
return 1
------
return 1 [=[two --- want "near '.*two .* lines, and more of them than…'$"
lines, and more of them than anybody needs to find the place ]=]
------
if x then --- want "'end' expected near '<eof>'" hint: "write end here"
------
while x do
  f(
end --- want "unexpected symbol near 'end'" hint: "cannot begin"
------
for i = 1, 2 do
  x = 1
until x --- want "'end' expected \\(to close 'for' at line 1\\)" hint: "write the end that closes the for of line 1"
