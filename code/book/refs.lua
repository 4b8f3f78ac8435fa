--[[
First pass over one source: what can be referred to in it, what it shows, what it answers.
Writes build/refs/STEM.tsv (its lines: see book.references in book.lua) and no page.
]]
package.path = PANDOC_SCRIPT_FILE:match("^(.*)/[^/]*$") .. "/?.lua;" .. package.path
local book = require "book"
local glossary = require "glossary"
local terms = require "terms"
local exercises = require "exercises"

local lines, figures, last_id = {}, 0, ""
local number = book.chapter_number(book.stem)
local page = book.stem == "book" and "index.html" or book.stem .. ".html"

local function line(kind, ...) lines[#lines + 1] = table.concat({ kind, page, ... }, "\t") end

local function answers(x, id)
    for question in (x.attributes.answers or ""):gmatch("%S+") do line("answer", id, question) end
end

local function heading(x)
    local title = book.words(x.content)
    local label = ""
    if x.level == 1 and number ~= "" then
        label = (tonumber(number) and "Chapter " or "Appendix ") .. number
    end
    last_id = x.identifier ~= "" and x.identifier or book.slug(title)
    line("ref", last_id, label, title, tostring(x.level))
    answers(x, last_id)
end

local function figure(x)
    figures = figures + 1
    line("ref", x.identifier, "Figure " .. (number == "" and "" or number .. ".") .. figures, "", "figure")
    line("figure", x.attributes.src or "")
end

-- Terms: what a definition list explains, and what the text marks, [argmax]{.term}.
local function definitions(x)
    for _, item in ipairs(x.content) do
        local names, id, note = glossary.item(item)
        for _, name in ipairs(names) do line("term", id, name, note) end
    end
end

local function marked_terms(x)
    pandoc.walk_block(x, { Span = function(span)
        if span.classes:includes("term") then line("term", last_id, terms.name(span), "") end
    end })
end

-- The words of each section, for the index: build/refs/STEM.words, which only the index reads.
local function words(doc)
    local out, text, id, title = {}, {}, nil, nil
    local function finish()
        if id then out[#out + 1] = table.concat({ id, title, glossary.normal(table.concat(text, " ")) }, "\t") end
        text = {}
    end
    local function gather(blocks)
        for _, x in ipairs(blocks) do
            if x.t == "Header" and x.level <= 2 then
                finish()
                title = book.words(x.content)
                id = x.identifier ~= "" and x.identifier or book.slug(title)
            elseif x.t == "Div" and #x.classes == 0 then
                gather(x.content)
            elseif x.t ~= "CodeBlock" then
                text[#text + 1] = book.words(x)
            end
        end
    end
    gather(doc.blocks)
    finish()
    book.write(book.build .. "/refs/" .. book.stem .. ".words", table.concat(out, "\n") .. "\n")
end

local visit_all

local function visit(x)
    if x.t == "Header" then
        heading(x)
    elseif x.t == "Div" then
        if x.classes:includes("figure") then
            figure(x)
        elseif x.classes:includes("exercises") then
            for _, e in ipairs(exercises.list()) do line("ref", e.id, e.label, e.title, "exercise") end
        elseif x.identifier ~= "" then
            line("ref", x.identifier, "", book.words(x.content):sub(1, 60), "box")
        end
        answers(x, x.identifier ~= "" and x.identifier or last_id)
        visit_all(x.content)
    elseif x.t == "CodeBlock" and x.attributes.tag then
        line("tag", x.attributes.from or "", x.attributes.tag)
    elseif x.t == "Para" or x.t == "Plain" then
        marked_terms(x)
    elseif x.t == "DefinitionList" then
        definitions(x)
    elseif x.t == "BlockQuote" then
        visit_all(x.content)
    elseif x.t == "BulletList" or x.t == "OrderedList" then
        for _, item in ipairs(x.content) do visit_all(item) end
    end
end

function visit_all(blocks)
    for _, x in ipairs(blocks) do visit(x) end
end

return { { Pandoc = function(doc)
    visit_all(doc.blocks)
    words(doc)
    book.write(book.build .. "/refs/" .. book.stem .. ".tsv", table.concat(lines, "\n") .. "\n")
    return pandoc.Pandoc({})
end } }
