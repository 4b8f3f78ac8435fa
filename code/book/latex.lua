--[[
How the printed book looks: what page.lua asks of a kind of book, for LaTeX. The commands and
environments that begin with "book" are defined in book.tex. A chapter is written as pandoc's
JSON; whole.lua makes one book of the chapters.
]]
local book = require "book"

local latex = { name = "latex" }

local specials = {
    ["\\"] = "\\textbackslash{}", ["~"] = "\\textasciitilde{}", ["^"] = "\\textasciicircum{}",
    ["{"] = "\\{", ["}"] = "\\}", ["_"] = "\\_", ["%"] = "\\%", ["&"] = "\\&", ["#"] = "\\#", ["$"] = "\\$",
}
function latex.escape(text) return (text:gsub("[\\~^{}_%%&#$]", specials)) end

local escape = latex.escape
local function raw(text) return pandoc.RawInline("latex", text) end
local function raw_block(text) return pandoc.RawBlock("latex", text) end

function latex.value(v) return pandoc.Str(v.shown) end

-- On paper a reference needs its page; \bookpage says nothing if that is the page it stands on.
function latex.link(x, id)
    return pandoc.Span { x, raw("\\bookpage{" .. id .. "}") }
end

function latex.anchor() return {} end

-- Short code in the text may be broken behind _ . / , and before -, or it would run over.
local function inline_code(text)
    local broken = escape(text):gsub("\\_", "\\_\\allowbreak{}"):gsub("([./,(=])", "%1\\allowbreak{}")
    return raw("\\texttt{" .. broken:gsub("%-%-", "\\mbox{-}\\mbox{-}"):gsub("'", "\\textquotesingle{}") .. "}")
end

function latex.code(path, block, tag)
    return { raw_block(("\\begin{bookcode}{%s}\\index{%s@\\texttt{%s}}"):format(escape(path), tag, escape(tag))), block, raw_block("\\end{bookcode}") }
end

function latex.output(command, block)
    return { raw_block("\\begin{bookoutput}{" .. escape(command) .. "}\n\\begin{Verbatim}\n" .. block.text ..
                       "\n\\end{Verbatim}\n\\end{bookoutput}") }
end

local function to_inlines(blocks)
    return pandoc.utils.blocks_to_inlines(blocks, { pandoc.Space() })
end

-- pdf instead of the svg that page.lua has read; the number is that of the web page.
function latex.figure(f)
    local vector = book.build .. "/figures/" .. f.src .. ".pdf"
    local caption = to_inlines(f.caption)
    caption:insert(1, raw(("\\bookfigure{%s}{%s}{%s}{"):format(f.id, f.label, vector)))
    caption:insert(raw("}"))
    return { pandoc.Plain(caption) }
end

function latex.box(class, title, id, content)
    local out = pandoc.List { raw_block(("\\begin{bookbox}{%s}{%s}%s"):format(class, escape(title),
        id ~= "" and "\\label{" .. id .. "}\\hypertarget{" .. id .. "}{}" or "")) }
    out:extend(content)
    out:insert(raw_block("\\end{bookbox}"))
    return out
end

-- The widest cell of each column, in letters; and its longest word, below which it must not go.
local function measure(simple)
    local widest, word = {}, {}
    local function look(cells)
        for c, cell in ipairs(cells) do
            local text = book.words(pandoc.Pandoc(cell))
            widest[c] = math.max(widest[c] or 1, utf8.len(text) or #text)
            for w in text:gmatch("%S+") do word[c] = math.max(word[c] or 1, utf8.len(w) or #w) end
        end
    end
    look(simple.headers)
    for _, row in ipairs(simple.rows) do look(row) end
    return widest, word
end

local line = 84 -- letters that fit beside each other in a table

-- Columns that fit stay as wide as they are; the long ones share what is left, and wrap.
function latex.table(block)
    local simple = pandoc.utils.to_simple_table(block)
    local widest, word = measure(simple)
    local total, gaps = 0, 3 * #widest
    for _, w in ipairs(widest) do total = total + w end
    if total + gaps <= line then return { block } end
    local room, long = line - gaps, 0
    local fair = room / #widest
    for _, w in ipairs(widest) do
        if w <= fair then room = room - w else long = long + math.sqrt(w) end
    end
    for c, w in ipairs(widest) do
        local width = w <= fair and w or math.max(room * math.sqrt(w) / long, word[c] or 1)
        block.colspecs[c][2] = width / (line - gaps)
    end
    return { block }
end

-- The contents stand at the front; here only the chapters, and where each begins.
function latex.contents(references)
    local items = pandoc.List()
    for _, chapter in ipairs(references.chapters) do
        if chapter.page ~= "index.html" then
            items:insert({ pandoc.Plain { latex.link(pandoc.Link(
                { pandoc.Str(chapter.label .. ", " .. chapter.title) }, "#" .. chapter.id), chapter.id) } })
        end
    end
    return { pandoc.BulletList(items) }
end

-- The numbers of a chapter, by the test that asserts them; whole.lua moves this to the end.
function latex.ledger(ledger)
    if #ledger == 0 then return {} end
    local tests, by_test = {}, {}
    for _, l in ipairs(ledger) do
        local key = l.test == "" and "measured" or l.stem .. "\t" .. l.test
        if not by_test[key] then
            by_test[key] = {}
            tests[#tests + 1] = key
        end
        table.insert(by_test[key], l)
    end
    local out = { "\\begin{bookledger}" }
    for _, key in ipairs(tests) do
        local stem, test = key:match("^(.-)\tTest%((.*)%)$")
        out[#out + 1] = "\\booktest{" .. escape(stem and "tests/" .. stem .. ".c: " .. test or key) .. "}"
        for _, l in ipairs(by_test[key]) do
            out[#out + 1] = ("\\bookvalue{%s}{%s}{%s}"):format(escape(l.name):gsub("([._])", "%1\\allowbreak{}"),
                escape(l.shown), escape(l.note))
        end
    end
    out[#out + 1] = "\\end{bookledger}"
    return { pandoc.Div({ raw_block(table.concat(out, "\n")) }, { class = "ledger" }) }
end

-- Chapters are counted by their file names, and so they are in the text.
local function chapter_counter()
    local n = tonumber(book.stem:match("^%d+"))
    return raw_block(n < 90 and ("\\setcounter{chapter}{%d}"):format(n - 1)
                            or ("\\bookappendix\\setcounter{chapter}{%d}"):format(n - 90))
end

local colours = { "blue", "violet", "cyan", "green" }

function latex.page(doc)
    doc.blocks = doc:walk({
        Code = function(x) return inline_code(x.text) end,
        Span = function(x)
            for _, colour in ipairs(colours) do
                if x.classes:includes(colour) then
                    return { raw("\\bookcolour{" .. colour .. "}{"), x, raw("}") }
                end
            end
        end,
    }).blocks
    if book.stem ~= "book" then doc.blocks:insert(1, chapter_counter()) end
end

return latex
