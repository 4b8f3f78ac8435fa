--[[
A guess before the answer: what page.lua asks of a box that says `answer=`. All of it ends up as
data on the box, for code/book/guess.js; without scripts the box is a question like any other.

    answer="dp.violet dp.cyan"   the values that are asked for, one field for each
    asks="violet | cyan"         what stands before each field
    factors="gradient weight"    what the factors on a wire are called
    wires="FC1: delta.fc1*w.fc1.violet + FC2: ... | FC1: delta.fc1*w.fc1.cyan + ..."
                                 the sum behind each answer: who adds what, as names of values

    - [ones.dp.violet ones.dp.cyan]{.belief} says what was believed; one value for each answer
]]
local book = require "book"
local guess = {}

local function quoted(text) return '"' .. text:gsub('[\\"]', "\\%0") .. '"' end
local function list(items) return "[" .. table.concat(items, ",") .. "]" end

-- The fields between bars, without the blanks around them.
local function fields(text)
    local out = {}
    for part in (text and text .. "|" or ""):gmatch("%s*(.-)%s*|") do out[#out + 1] = part end
    return out
end

local function names(text)
    local out = {}
    for name in text:gmatch("%S+") do out[#out + 1] = name end
    return out
end

-- {"name":"dp.blue","value":"14"}, and what `more` says; `number` gives the exact value of a name.
local function named(name, number, more)
    return ('{"name":%s,"value":%s%s}'):format(quoted(name), quoted(number(name)), more or "")
end

-- "FC1: delta.fc1*w.fc1.blue + FC2: delta.fc2*w.fc2.blue", which must add up to the answer.
local function wires(text, answer, number, where)
    local out, sum = {}, 0
    for part in (text ~= "" and text .. " + " or ""):gmatch("(.-) %+ ") do
        local from, product = part:match("^%s*(.-): (.*)$")
        if not from then
            book.mistake(where, 'a wire that does not say whose it is, "' .. part .. '"', 'write wires="FC1: delta.fc1*w.fc1.blue + FC2: ..."')
            return "[]"
        end
        local factors, carried = {}, 1
        for name in product:gmatch("[^%s*]+") do
            factors[#factors + 1] = named(name, number)
            carried = carried * (tonumber(number(name)) or 0)
        end
        sum = sum + carried
        out[#out + 1] = ('{"from":%s,"factors":%s}'):format(quoted(from), list(factors))
    end
    local right = tonumber(number(answer))
    if #out > 0 and right and math.abs(sum - right) > 1e-9 * math.max(1, math.abs(right)) then
        book.mistake(where, ("the wires add up to %.10g, and %s is %.10g"):format(sum, answer, right), "name the factors of each wire in wires=")
    end
    return list(out)
end

-- One value for each answer.
local function check_count(found, answers, what, where)
    if #found ~= #answers then
        book.mistake(where, ("%s: %d for %d answers"):format(what, #found, #answers), "name one for each value of answer=")
    end
end

-- `beliefs` is a list of {names, says}; `number` gives the exact value of a name, or "?" after a mistake.
function guess.attributes(attributes, beliefs, number, where)
    local answers, asks, sums = names(attributes.answer), fields(attributes.asks), fields(attributes.wires)
    if #answers > 1 then check_count(asks, answers, "asks=", where) end
    if attributes.wires then check_count(sums, answers, "wires=", where) end
    local out = {}
    for i, answer in ipairs(answers) do
        local known = {}
        for b, belief in ipairs(beliefs) do
            local given = names(belief.names)
            if i == 1 then check_count(given, answers, "the belief [" .. belief.names .. "]", where) end
            known[b] = named(given[i] or "?", number, ',"says":' .. quoted(belief.says))
        end
        out[i] = named(answer, number, (',"ask":%s,"beliefs":%s,"wires":%s'):format(
            quoted(asks[i] or ""), list(known), wires(sums[i] or "", answer, number, where)))
    end
    local factors = {}
    for i, word in ipairs(names(attributes.factors or "gradient weight")) do factors[i] = quoted(word) end
    return { ["data-guess"] = list(out), ["data-factors"] = list(factors) }
end

return guess
