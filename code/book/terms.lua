--[[
The index: where the terms of the book are spoken of. A term is what a definition list explains,
or what the text marks where it explains it, [argmax]{.term}. Nobody marks the other places: a
term is looked for in every section, and found once in each.
]]
local terms = {}

-- "Upstream gradient" -> "upstream gradient"; "ReLU" and "FC layer" stay.
local function lower_first(text)
    return (text:gsub("^%u%l+%f[%A]", string.lower))
end
terms.lower_first = lower_first

local function plain(word) return (word:lower():gsub("^[^%w]+", ""):gsub("[^%w]+$", "")) end

-- A word of the text may be the plural of a word of the term.
local function same(word, of_term)
    return word == of_term or word == of_term .. "s" or word == of_term .. "es"
end

-- all: list of {name, words = {...}}, longest first, so that "upstream gradient" is not "gradient".
local function add(all, known, name, of)
    name = lower_first(name)
    if name == "" or known[name] then return end
    known[name] = true
    local words = {}
    for word in name:gmatch("%S+") do words[#words + 1] = plain(word) end
    if words[1] and words[1] ~= "" then table.insert(all, { name = name, words = words, sections = 0, of = of }) end
end
terms.add = add

function terms.sort(all)
    table.sort(all, function(a, b)
        if #a.words ~= #b.words then return #a.words > #b.words end
        return a.name < b.name
    end)
end

-- The name under which a marked term stands in the index.
function terms.name(span)
    return lower_first(span.attributes.as or pandoc.utils.stringify(span))
end

function terms.collect(doc)
    local all, known = {}, {}
    doc:walk {
        DefinitionList = function(list)
            for _, item in ipairs(list.content) do
                for name in (pandoc.utils.stringify(item[1]) .. ","):gmatch("%s*(.-),") do add(all, known, name) end
            end
        end,
        Span = function(span)
            if span.classes:includes("term") then add(all, known, terms.name(span)) end
        end,
    }
    terms.sort(all)
    return all
end

local function word_at(inlines, i)
    local x = inlines[i]
    if not x then return nil end
    if x.t == "Str" or x.t == "Code" then return plain(x.text) end
    return (x.t == "Emph" or x.t == "Strong") and plain(pandoc.utils.stringify(x)) or nil
end

-- The place of the last word if the term begins at inlines[i].
local function matches(term, inlines, i)
    for w, word in ipairs(term.words) do
        local here = word_at(inlines, i + 2 * (w - 1))
        if not here or not same(here, word) then return nil end
        if w < #term.words then
            local space = inlines[i + 2 * w - 1]
            if not space or (space.t ~= "Space" and space.t ~= "SoftBreak") then return nil end
        end
    end
    return i + 2 * (#term.words - 1)
end

terms.matches = matches

-- Walks the sections; what `entry(term, defined, section)` gives is put behind a term's first place
-- in each section and behind its explanations. A term that is in more than `most` sections is everywhere:
-- only its explanations count, and the sections that have it in their headings.
function terms.mark(doc, all, most, entry)
    local function pass(put)
        local seen, section, spans = {}, { title = "" }, {}
        local filter = {}
        -- Pandoc comes here first; in the place of the marked word nothing can be found twice.
        function filter.Span(span)
            if not span.classes:includes("term") then return nil end
            spans[#spans + 1] = span
            return pandoc.RawInline("term", tostring(#spans))
        end
        function filter.Inlines(inlines)
            local out, i = pandoc.List(), 1
            while i <= #inlines do
                local last, behind = i, pandoc.List()
                local span = inlines[i].t == "RawInline" and inlines[i].format == "term" and spans[tonumber(inlines[i].text)]
                if span then
                    inlines[i] = span
                    behind:extend(put({ name = terms.name(span) }, section, true))
                end
                for _, term in ipairs(all) do
                    if span and term.name == terms.name(span) then seen[term] = true end
                    local stop = not seen[term] and matches(term, inlines, i)
                    if stop then
                        seen[term] = true
                        last = stop
                        behind:extend(put(term, section, false))
                        break
                    end
                end
                for k = i, last do out:insert(inlines[k]) end
                out:extend(behind)
                i = last + 1
            end
            return out
        end
        for b, block in ipairs(doc.blocks) do
            if block.t == "Header" then
                seen, section = {}, { id = block.identifier, title = pandoc.utils.stringify(block) }
            else
                doc.blocks[b] = pandoc.walk_block(pandoc.Div { block }, filter).content[1]
            end
        end
    end
    pass(function(term) term.sections = (term.sections or 0) + 1; return {} end)
    pass(function(term, section, defined)
        local everywhere = (term.sections or 0) > most and not section.title:lower():find(term.words[1], 1, true)
        return (defined or not everywhere) and { entry(term, defined, section) } or {}
    end)
end

return terms
