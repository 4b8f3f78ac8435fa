--[[
The exercises of a chapter, for its page: read from their masters in code/exercises (README.md
there tells what is in them). EXERCISES in the environment lists the masters of this chapter.

A student's book shows statement, prototype, marks and hints. A kind of book that has
`solutions` (instructor.lua) shows the solution and the wrong models too.
]]
local book = require "book"
local exercises = {}

-- A master taken apart ------------------------------------------------------------------------

-- The `//:` entries in order: {key, text, says, read}. A long text goes on in lines of two
-- blanks or more; an empty one begins a paragraph.
local function entries(text)
    local list, entry, field = {}, nil, "text"
    for line in text:gmatch("[^\n]+") do
        local rest = line:match("^%s*//:(.*)$")
        local key, words = (rest or ""):match("^ ?(%l+) *(.*)$")
        if key and (key == "says" or (key == "read" and entry and entry.key == "wrong")) then
            field, entry[key] = key, words
        elseif key then
            entry, field = { key = key, text = words }, "text"
            list[#list + 1] = entry
        elseif rest and entry then
            local more = rest:match("^%s*(.-)%s*$")
            entry[field] = entry[field] .. (more == "" and "\n\n" or " ") .. more
        end
    end
    return list
end

-- The code as the student gets it, or with the solution in its place.
local function version(text, solved)
    local out, inside = {}, nil
    for line in text:gmatch("([^\n]*)\n") do
        local word = line:match("^%s*//: *(%l+)")
        if word == "also" or word == "wrong" then break end
        if word == "solution" or word == "starter" then inside = word end
        if word == "solution" and not solved then out[#out + 1] = line:match("^%s*") .. "/* your code here */" end
        if word == "starter" and not solved and out[#out]:find("your code here", 1, true) then out[#out] = nil end
        if word == "end" then inside = nil end
        local indent, starter = line:match("^(%s*)//| ?(.*)$")
        if starter and not solved then
            out[#out + 1] = indent .. starter
        elseif not word and not starter and not line:match("^%s*//:") and not (inside == "solution" and not solved) then
            out[#out + 1] = line
        end
    end
    return (table.concat(out, "\n"):gsub("^\n+", ""):gsub("\n+$", ""))
end

-- The points stand in the case file, or behind the answers of an exercise on paper.
local function points(e, name)
    local sum, groups = 0, {}
    for _, entry in ipairs(e) do
        if entry.key == "answer" then sum = sum + tonumber(entry.text:match("^%S+ (%S+)")) end
    end
    for group in (book.read("code/exercises/" .. name .. "_cases.h") or ""):gmatch("%.name = .-%.cases") do
        local g = { name = group:match('%.name = "(.-)"'), hidden = group:find("HIDDEN", 1, true) ~= nil,
                    points = tonumber(group:match("%.points = ([%d.]+)")) }
        sum, groups[#groups + 1] = sum + g.points, g
    end
    return sum, groups
end

local order = { paper = 1, write = 2, bug = 3, beyond = 4 }

-- The exercises of this chapter, the gentlest first: {name, title, kind, ...}.
function exercises.list()
    local list = {}
    for path in (os.getenv("EXERCISES") or ""):gmatch("%S+") do
        local text, name = book.read(path), path:match("([^/]+)%.c$")
        local e = { name = name, path = path, hints = {}, wrong = {}, answers = {}, code = text, entries = entries(text) }
        for _, entry in ipairs(e.entries) do
            local many = ({ hint = e.hints, wrong = e.wrong, answer = e.answers })[entry.key]
            if many then many[#many + 1] = entry else e[entry.key] = entry.text end
        end
        e.points, e.groups = points(e.entries, name)
        list[#list + 1] = e
    end
    table.sort(list, function(a, b)
        local x, y = order[a.kind] or 9, order[b.kind] or 9
        return x < y or (x == y and a.name < b.name)
    end)
    for i, e in ipairs(list) do
        e.id = "ex-" .. e.name
        e.label = "Exercise " .. book.chapter_number(book.stem) .. "." .. i
    end
    return list
end

-- Plain text typeset: what reads like C becomes code ------------------------------------------

local operators = { ["="] = 1, ["+"] = 1, ["-"] = 1, ["*"] = 1, ["/"] = 1, ["<"] = 1, [">"] = 1, [">="] = 1,
                    ["<="] = 1, ["+="] = 1, ["-="] = 1, ["%"] = 1, ["|"] = 1 }

-- Little words that are never code, whatever stands beside them.
local little = {}
for word in ("a an and as at be by for if in instead is it not of on or the then to where"):gmatch("%S+") do
    little[word] = true
end

local function is_number(word) return word:match("^%-?%d[%d.]*$") ~= nil end

-- Code by itself: w[i][j], dw_left, max(z, kh, and what `names` has: parameters of the function.
local function is_code(word, names)
    local bare = word:gsub("^%(+", ""):gsub("%)+$", "")
    return names[bare] or word:find("[%[_]") or word:match("^%l+%(") or word:match("^[%+%-]=$") or bare:match("^[ok][hwc]$")
end

local function words_of(text)
    local words = {}
    for word in text:gmatch("%S+") do
        local bare, mark = word:match("^(.-)([.,;:?]*)$")
        if bare == "" then bare, mark = word, "" end
        words[#words + 1] = { text = bare, mark = mark }
    end
    return words
end

-- A word is code if it looks so, or if an operator joins it to its neighbor; a row of numbers
-- is code as well.
local function mark_code(words, names)
    for i, w in ipairs(words) do
        local before, after = words[i - 1], words[i + 1]
        local joined = (before and before.mark == "" and operators[before.text]) or
            (after and w.mark == "" and operators[after.text])
        local in_row = is_number(w.text) and ((before and before.mark == "" and is_number(before.text)) or
            (after and w.mark == "" and is_number(after.text)))
        w.code = not little[w.text] and (is_code(w.text, names) or operators[w.text] or joined or in_row)
    end
end

local function emphasis(text)
    local out = pandoc.List()
    for _, x in ipairs(pandoc.read(text, "commonmark").blocks[1].content) do out:insert(x) end
    return out
end

local function paragraph(text, names)
    local words, out, plain, code = words_of(text), pandoc.List(), {}, {}
    mark_code(words, names)
    local function space() if #out > 0 then out:insert(pandoc.Space()) end end
    local function flush_plain()
        if #plain > 0 then space() out:extend(emphasis(table.concat(plain, " "))) plain = {} end
    end
    for i, w in ipairs(words) do
        if w.code then
            flush_plain()
            code[#code + 1] = w.text
            local goes_on = w.mark == "" and words[i + 1] and words[i + 1].code
            if not goes_on then
                space()
                out:insert(pandoc.Code(table.concat(code, " ")))
                if w.mark ~= "" then out:insert(pandoc.Str(w.mark)) end
                code = {}
            end
        else
            plain[#plain + 1] = (w.text .. w.mark):gsub("([<>_`])", "\\%1"):gsub("^(%(?)%-(%d)", "%1−%2")
        end
    end
    flush_plain()
    return pandoc.Para(out)
end

-- Parameters that are code wherever they stand: dx and w, but not FC, and not pool or label,
-- which are words as well.
local function parameters(e)
    local names = {}
    local prototype = e.code:match("\n%l[%w ]- " .. e.name .. "(%b())") or ""
    for name in prototype:gsub("/%*.-%*/", ""):gmatch("([%a_][%w_]*)%s*[,)]") do
        names[name] = name:match("^%l%l?$") or name:match("^d%l+$") or name == "argmax"
    end
    return names
end

local function text_blocks(text, names)
    local out = pandoc.List()
    for _, p in ipairs(book.split(text, "\n\n")) do
        if p:find("%S") then out:insert(paragraph(p, names)) end
    end
    return out
end

-- What is shown -------------------------------------------------------------------------------

local kinds = {
    paper = "On paper", write = "Write a function", bug = "Find the bug", beyond = "Beyond the text",
}

local function answers_asked(e)
    local items = pandoc.List()
    for _, a in ipairs(e.answers) do
        local name, text = a.text:match("^(%S+) %S+ (.*)$")
        local item = paragraph(text, {}).content
        item:insert(1, pandoc.Str(": "))
        item:insert(1, pandoc.Code(name))
        items:insert({ pandoc.Plain(item) })
    end
    return pandoc.BulletList(items)
end

-- The function as the student finds it: all of a broken one, of the others the prototype.
local function given(e, kind)
    if e.kind == "paper" then return pandoc.List { answers_asked(e) } end
    local code = version(e.code, false)
    if e.kind ~= "bug" then code = code:match("\n?(%l[%w ]- " .. e.name .. "%b())") .. ";" end
    return kind.sample("build/exercises/" .. e.name .. ".c", pandoc.CodeBlock(code, { class = "c" }))
end

local function command(e)
    local ending = e.kind == "paper" and ".txt" or ".c"
    return pandoc.Para { pandoc.Str("Check it: "), pandoc.Code("build/grade check " .. e.name .. " my" .. ending) }
end

local function number(v) return ("%g"):format(v) end

-- Solutions and wrong models, for instructors -------------------------------------------------

-- What `grade reveal` says: {answer = {...}, paper = {model = {...}}, case = {model = {...}}}.
local function revealed(e)
    local found = { answer = {}, paper = {}, case = {} }
    book.uses(book.build .. "/grade")
    for line in pandoc.pipe(book.build .. "/grade", { "reveal", e.name }, ""):gmatch("[^\n]+") do
        local fields = book.split(line, "\t")
        local what, name = fields[1], fields[2]
        if what == "answer" then
            table.insert(found.answer, { name = name, right = fields[3] })
        else
            found[what][name] = { table.unpack(fields, 3) }
        end
    end
    return found
end

-- Outputs that hold zeros before the call go without saying.
local function short_case(text)
    return (text:gsub(",? [%w_]+ before = %[[0 |]+%]", ""):gsub("^, ", ""))
end

local function gives_away(e, model, found)
    local case, paper = found.case[model], found.paper[model]
    if case then
        return pandoc.Para { pandoc.Str("Gives itself away at "), pandoc.Code(short_case(case[1])),
            pandoc.Str(": "), pandoc.Code(case[2]), pandoc.Str(" is " .. case[3] .. ", right is " .. case[4] .. ".") }
    end
    local list = {}
    for i, a in ipairs(found.answer) do list[i] = a.name .. " = " .. (paper and paper[i] or "?") end
    return pandoc.Para { pandoc.Str("Gives "), pandoc.Code(table.concat(list, ", ")), pandoc.Str(".") }
end

local function wrong_models(e, found, link)
    local items = pandoc.List()
    for _, m in ipairs(e.wrong) do
        local about = text_blocks(m.says, parameters(e))
        about:insert(gives_away(e, m.text, found))
        about:insert(pandoc.Para { pandoc.Str("Read again: "), link((m.read or e.read):match("#(.*)$")), pandoc.Str(".") })
        items:insert({ { pandoc.Code(m.text) }, { about } })
    end
    return pandoc.DefinitionList(items)
end

local function groups_of(e)
    local items = pandoc.List()
    for _, g in ipairs(e.groups) do
        items:insert({ pandoc.Plain { pandoc.Str(("%s: %s, %s"):format(number(g.points), g.name,
            g.hidden and "hidden, drawn for each student" or "shown to the student")) } })
    end
    return pandoc.BulletList(items)
end

local function solution(e, kind, link)
    local found, out = revealed(e), pandoc.List()
    local function say(text) out:insert(pandoc.Para { pandoc.Strong { pandoc.Str(text) } }) end
    if e.kind == "paper" then
        local list = {}
        for i, a in ipairs(found.answer) do list[i] = a.name .. " = " .. a.right end
        say("Solution")
        out:insert(pandoc.Para { pandoc.Code(table.concat(list, ", ")) })
    else
        say("Solution")
        out:extend(kind.sample(e.path, pandoc.CodeBlock(version(e.code, true), { class = "c" })))
        say("Points")
        out:insert(groups_of(e))
    end
    say("Wrong models, and what they reveal")
    out:insert(wrong_models(e, found, link))
    return out
end

local introduction = "`make grade exercises` builds the grader, and puts a file to start from for each " ..
    "exercise into `build/exercises`. Copy it, write your answer into the copy, and type the command " ..
    "below the exercise. It says which cases come out right, shows the smallest one that does not, " ..
    "and, if it knows the mistake behind your numbers, says what you believed."

-- All exercises of the chapter, as blocks. `link` makes a cross reference to an id.
function exercises.blocks(kind, link)
    local list, out = exercises.list(), pandoc.List()
    if #list > 0 then out:extend(pandoc.read(introduction, "commonmark").blocks) end
    for _, e in ipairs(list) do
        local names = parameters(e)
        local heading = pandoc.List { pandoc.Str(e.label .. ". " .. e.title) }
        heading:extend(kind.anchor(e.id, 3))
        out:insert(pandoc.Header(3, heading, pandoc.Attr(e.id)))
        out:insert(pandoc.Para { pandoc.Emph { pandoc.Str((kinds[e.kind] or e.kind) .. ", " .. number(e.points) ..
            (e.points == 1 and " point" or " points")) } })
        out:extend(text_blocks(e.statement, names))
        out:extend(given(e, kind))
        out:insert(command(e))
        for i, hint in ipairs(e.hints) do
            out:extend(kind.hint("Hint " .. i .. " of " .. #e.hints, text_blocks(hint.text, names)))
        end
        if kind.solutions then out:extend(kind.solution(solution(e, kind, link))) end
    end
    return out
end

return exercises
