--[[
Where the numbers of print and EPUB come from: page.lua's list for one chapter travels with the
chapter (pack), and whole.lua makes one list of the whole book from them (gather).
]]
local book = require "book"
local numbers = {}

-- The list as an empty box with attributes, which no writer shows.
function numbers.pack(ledger)
    local entries = pandoc.List()
    for _, l in ipairs(ledger) do
        local attributes = { stem = l.stem, name = l.name, shown = l.shown, note = l.note, test = l.test }
        entries:insert(pandoc.Div({}, pandoc.Attr("", {}, attributes)))
    end
    return { pandoc.Div(entries, { class = "ledger" }) }
end

-- Exact numbers are long; here six figures are enough.
local function short(text)
    local v = tonumber(text)
    return #text > 9 and v and ("%.6g"):format(v) or text
end

local function take(list, known, x)
    local key = x.stem .. ":" .. x.name
    if known[key] then return end
    known[key] = true
    list[x.stem] = list[x.stem] or {}
    table.insert(list[x.stem], { name = x.name, shown = short(x.shown), note = x.note, test = x.test })
end

-- By program, and in it by test: list of {stem, title, tests = {{test, numbers = {...}}, ...}}.
local function by_test(entries)
    local tests, at = {}, {}
    for _, e in ipairs(entries) do
        local test = e.test:match("^Test%((.*)%)$") or e.note
        if not at[test] then
            at[test] = { test = test, numbers = {} }
            tests[#tests + 1] = at[test]
        end
        table.insert(at[test].numbers, { name = e.name, shown = e.shown, note = e.note ~= test and e.note or "" })
    end
    return tests
end

-- Takes the packed lists out of the book.
function numbers.gather(doc)
    local rest, list, known, groups = pandoc.List(), {}, {}, {}
    for _, block in ipairs(doc.blocks) do
        if block.t == "Div" and block.classes:includes("ledger") then
            for _, entry in ipairs(block.content) do take(list, known, entry.attributes) end
        else
            rest:insert(block)
        end
    end
    doc.blocks = rest
    for _, chapter in ipairs(book.references().chapters) do
        local stem = chapter.page:gsub("%.html$", "")
        if list[stem] then groups[#groups + 1] = { stem = stem, title = chapter.title, tests = by_test(list[stem]) } end
    end
    return groups
end

return numbers
