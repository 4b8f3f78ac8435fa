--[[
The terms of the book on its pages: the first place in a page that speaks of a term of the
dictionary leads there and carries the meaning as a note; the index says in which sections each
term is spoken of. What a term is, and where the text speaks of it: terms.lua.
]]
local book = require "book"
local terms = require "terms"

local glossary = {}

-- For the first pass: the name of a definition list's item, its id, and its meaning in plain words.
function glossary.item(item)
    local title = book.words(item[1])
    local meaning = pandoc.List()
    for _, definition in ipairs(item[2]) do meaning:insert(book.words(definition)) end
    local note = table.concat(meaning, " "):gsub("%s*%(%s*%)", ""):gsub("%s*See%s*%.", "")
    local names = {}
    for name in (title .. ","):gmatch("%s*(.-),") do names[#names + 1] = name end
    return names, "term-" .. names[1]:lower():gsub("[^%w]+", "-"):gsub("^%-", ""):gsub("%-$", ""), note
end

-- Every block that holds words, at any depth.
local function paragraphs(blocks, change)
    local filter = { Para = change, Plain = change }
    for i, block in ipairs(blocks) do
        if block.t ~= "Header" then blocks[i] = pandoc.walk_block(pandoc.Div { block }, filter).content[1] end
    end
end

-- A comma or a full stop behind the word is not part of the link.
local function as_link(term, inlines, first, last)
    local words, behind = pandoc.List(), ""
    for i = first, last do words:insert(inlines[i]) end
    if words[#words].t == "Str" then
        local word, rest = words[#words].text:match("^(.-)([.,;:?!)]*)$")
        words[#words], behind = pandoc.Str(word), rest
    end
    local link = pandoc.Link(words, term.page .. "#" .. term.id, "", pandoc.Attr("", { "term" }, { ["data-note"] = term.note }))
    return behind == "" and { link } or { link, pandoc.Str(behind) }
end

-- Marks the first place of each term in a page that is not the one which explains it.
function glossary.mark(doc, references, own)
    local all, known = {}, {}
    for _, t in ipairs(references.terms) do
        if t.note ~= "" and t.page ~= own then terms.add(all, known, t.name, t) end
    end
    terms.sort(all)
    local seen = {}
    paragraphs(doc.blocks, function(p)
        local out, i, inlines = pandoc.List(), 1, p.content
        while i <= #inlines do
            local found, last
            for _, term in ipairs(all) do
                last = not seen[term.of.id] and terms.matches(term, inlines, i)
                if last then found = term break end
            end
            out:extend(found and as_link(found.of, inlines, i, last) or { inlines[i] })
            if found then seen[found.of.id] = true end
            i = (found and last or i) + 1
        end
        p.content = out
        return p
    end)
end

-- The index -----------------------------------------------------------------------------------

local MOST = 8 -- a term in more sections than this is everywhere: the headings that have it count

-- The sections of all pages with their words, as the first pass wrote them.
local function sections(references)
    local list = {}
    for _, chapter in ipairs(references.chapters) do
        local path = book.build .. "/refs/" .. (chapter.page == "index.html" and "book" or chapter.page:gsub("%.html$", "")) .. ".words"
        book.uses(path)
        for line in (book.read(path) or ""):gmatch("[^\n]+") do
            local f = book.split(line, "\t")
            table.insert(list, { page = chapter.page, chapter = chapter.label ~= "" and chapter.label or "Preface",
                                 id = f[1], title = f[2], words = f[3] or "" })
        end
    end
    return list
end

-- " the winner gets all " has the term "winner", and its plural.
local function speaks_of(words, name)
    return words:find(" " .. name .. " ", 1, true) or words:find(" " .. name .. "s ", 1, true) or words:find(" " .. name .. "es ", 1, true)
end

-- Lower case, without punctuation, a space at both ends.
function glossary.normal(text)
    return " " .. text:lower():gsub("[^%w\128-\255]+", " "):gsub("^ ", ""):gsub(" $", "") .. " "
end

local function places(name, explained, all)
    local found, titled = {}, {}
    local needle = glossary.normal(name):sub(2, -2)
    for _, s in ipairs(all) do
        if not explained[s.page] and not explained[s.page .. "#" .. s.id] and s.page ~= "93_index.html" and speaks_of(s.words, needle) then
            table.insert(found, s)
            if speaks_of(glossary.normal(s.title), needle) then table.insert(titled, s) end
        end
    end
    return #found > MOST and titled or found
end

-- {name, explained = {...}, places = {...}} in the order of the alphabet.
function glossary.index(references)
    local entries, by_name, all = {}, {}, sections(references)
    for _, t in ipairs(references.terms) do
        local name = terms.lower_first(t.name)
        local entry = by_name[name]
        if not entry then
            entry = { name = name, explained = {} }
            by_name[name] = entry
            table.insert(entries, entry)
        end
        table.insert(entry.explained, t)
    end
    for _, entry in ipairs(entries) do
        local explained = {}
        for _, t in ipairs(entry.explained) do explained[t.note ~= "" and t.page or t.page .. "#" .. t.id] = true end
        entry.places = places(entry.name, explained, all)
    end
    table.sort(entries, function(a, b)
        if a.name:lower() ~= b.name:lower() then return a.name:lower() < b.name:lower() end
        return a.name < b.name
    end)
    return entries
end

return glossary
