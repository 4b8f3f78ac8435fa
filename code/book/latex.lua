--[[
How the printed book looks: what page.lua asks of a kind of book, for LaTeX. The commands and
environments that begin with "book" are defined in book.tex. A chapter is written as pandoc's
JSON; whole.lua makes one book of the chapters.
]]
local book = require "book"
local numbers = require "numbers"
local paper = require "paper"
local terms = require "terms"

local latex = { name = "latex", medium = "paper", index = paper.index }

local specials = {
    ["\\"] = "\\textbackslash{}", ["~"] = "\\textasciitilde{}", ["^"] = "\\textasciicircum{}",
    ["{"] = "\\{", ["}"] = "\\}", ["_"] = "\\_", ["%"] = "\\%", ["&"] = "\\&", ["#"] = "\\#", ["$"] = "\\$",
}
function latex.escape(text) return (text:gsub("[\\~^{}_%%&#$]", specials)) end

local escape = latex.escape
local function raw(text) return pandoc.RawInline("latex", text) end
local function raw_block(text) return pandoc.RawBlock("latex", text) end

function latex.value(v) return pandoc.Str(v.shown) end

function latex.term(span) return span end

-- In print a reference needs its page; \bookpage says nothing if that is the page it stands on.
function latex.link(x, id, entry, filled)
    if filled and entry.label ~= "" then
        x.content = { pandoc.Str((entry.label:gsub(" ", " "))) }
    elseif filled then
        x.content = { pandoc.Quoted("DoubleQuote", x.content) }
    end
    return pandoc.Span { x, raw("\\bookpage{" .. id .. "}") }
end

function latex.anchor() return {} end

-- Code that stands in a line of text may be broken behind _ . / , ( and =, or it would run over.
local function breakable(text)
    return (escape(text):gsub("\\_", "\\_\\allowbreak{}"):gsub("([./,(=])(%w)", "%1\\allowbreak{}%2")
                        :gsub("%-%-", "\\mbox{-}\\mbox{-}"):gsub("'", "\\textquotesingle{}"))
end

local function inline_code(text) return raw("\\texttt{" .. breakable(text) .. "}") end

-- What is short is not cut by the end of a page.
local function breaking(lines, short) return lines <= (short or 16) and "breakable=false" or "" end
local function lines_of(text) return select(2, text:gsub("\n", "")) + 1 end

function latex.code(path, block, tag)
    return { raw_block(("\\begin{bookcode}[%s]{%s}\\index{%s@\\texttt{%s}}"):format(
                 breaking(lines_of(block.text), 18), escape(path), tag, escape(tag))), block, raw_block("\\end{bookcode}") }
end

function latex.sample(caption, block)
    return { raw_block(("\\begin{bookcode}[%s]{%s}"):format(breaking(lines_of(block.text)), escape(caption))), block,
             raw_block("\\end{bookcode}") }
end

-- Paper cannot fold a hint away.
function latex.hint(label, content)
    content[1].content:insert(1, pandoc.Emph { pandoc.Str(label .. ". ") })
    return content
end

-- A page ends between two tables of an output, not inside of one; a single table is not cut.
function latex.output(command, block)
    local tables = pandoc.List()
    for text in (block.text .. "\n\n"):gmatch("(.-)\n\n") do tables:insert(text) end
    local verbatim = tables:map(function(text)
        return "\\begin{Verbatim}[samepage]\n" .. text .. "\n\\end{Verbatim}\n"
    end)
    local output = raw_block(("\\begin{bookoutput}[%s]{%s}\n%s\\end{bookoutput}"):format(
        breaking(lines_of(block.text), #tables == 1 and 26), breakable(command), table.concat(verbatim, "\\bookgap\n")))
    return #tables == 1 and { output } or { raw_block(("\\bookroom{%d\\baselineskip}"):format(lines_of(tables[1]))), output }
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
    return { raw_block("\\bookroomfigure{" .. vector .. "}"), pandoc.Plain(caption) }
end

function latex.box(class, title, id, content)
    local target = id ~= "" and "\\label{" .. id .. "}\\hypertarget{" .. id .. "}{}" or ""
    content = paper.box(class, content)
    if not content then return { raw_block(target) } end
    local lines = #content
    for _, block in ipairs(content) do lines = lines + #pandoc.utils.stringify(block) / 80 end
    local out = pandoc.List { raw_block(("\\begin{bookbox}[%s]{%s}{%s}%s"):format(breaking(lines), class,
        class == "recap" and "" or escape(title), target)) }
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
    local room_for = raw_block(("\\bookroom{%d\\baselineskip}"):format(math.min(#simple.rows + 3, 16)))
    if total + gaps <= line then return { room_for, block } end
    local room, long = line - gaps, 0
    local fair = room / #widest
    for _, w in ipairs(widest) do
        if w <= fair then room = room - w else long = long + math.sqrt(w) end
    end
    for c, w in ipairs(widest) do
        local width = w <= fair and w or math.max(room * math.sqrt(w) / long, word[c] or 1)
        block.colspecs[c][2] = width / (line - gaps) * 0.995
    end
    return { room_for, block }
end

function latex.contents(references) return paper.contents(references, latex.link) end

latex.ledger = numbers.pack

-- The numbers of one program, by the test that asserts them.
function latex.numbers(group)
    local out = { "\\begin{bookledger}" }
    for _, t in ipairs(group.tests) do
        out[#out + 1] = "\\booktest{" .. breakable(t.test) .. "}"
        for _, n in ipairs(t.numbers) do
            out[#out + 1] = ("\\bookvalue{%s}{%s}{%s}"):format(
                escape(n.name):gsub("([._])", "%1\\allowbreak{}"), escape(n.shown), escape(n.note))
        end
    end
    out[#out + 1] = "\\end{bookledger}"
    return { raw_block(table.concat(out, "\n")) }
end

-- Chapters are counted by their file names, and so they are in the text.
local function chapter_counter()
    local n = tonumber(book.stem:match("^%d+"))
    return raw_block(n < 90 and ("\\setcounter{chapter}{%d}"):format(n - 1)
                            or ("\\bookappendix\\setcounter{chapter}{%d}"):format(n - 90))
end

local colours = { "blue", "violet", "cyan", "green" }

function latex.page(doc)
    if book.stem ~= "book" then doc.blocks:insert(1, chapter_counter()) end
end

-- What an index entry for a term is; the page that explains it is bold.
local function index_entry(term, defined)
    local function quote(text) return (text:gsub('[!@|"]', '"%0')) end
    return raw(("\\index{%s@%s%s}"):format(quote(term.name:lower()), quote(escape(term.name)), defined and "|textbf" or ""))
end

local function raw_starts(block, pattern) return block.t == "RawBlock" and block.text:match("^\\" .. pattern) end

-- A table or figure that wants room asks for it before its heading, or that would stay behind alone.
local function room_above_headings(blocks)
    for i = 2, #blocks do
        if raw_starts(blocks[i], "bookroom") and blocks[i - 1].t == "Header" then
            blocks[i - 1], blocks[i] = blocks[i], blocks[i - 1]
        end
    end
end

-- How many lines the footnotes of a paragraph take at the foot of its page.
local function lines_of_notes(para)
    local lines = 0
    para:walk { Note = function(n) lines = lines + math.ceil(#pandoc.utils.stringify(n.content) / 90) end }
    return lines
end

-- A line that ends with a colon does not stay behind when what it announces goes to the next page.
local function keep_with_next(blocks)
    for i = #blocks, 2, -1 do
        local announces = blocks[i - 1].t == "Para" and pandoc.utils.stringify(blocks[i - 1]):match(":$")
        if announces and raw_starts(blocks[i], "bookroom") then
            local notes = lines_of_notes(blocks[i - 1])
            blocks[i].text = blocks[i].text:gsub("%d+", function(lines) return ("%d"):format(lines + notes) end, 1)
            blocks[i - 1], blocks[i] = blocks[i], blocks[i - 1]
            blocks:insert(i + 1, raw_block("\\nobreak"))
        elseif announces and (raw_starts(blocks[i], "begin{bookoutput}") or raw_starts(blocks[i], "begin{bookcode}")) then
            blocks:insert(i, raw_block("\\nobreak"))
            local long = not blocks[i + 1].text:match("breakable=false") -- its first lines want room
            if long then blocks:insert(i - 1, raw_block("\\bookroom{7\\baselineskip}")) end
        end
    end
end

-- The last step, over the whole book: index, and what only TeX needs.
function latex.whole(doc)
    local all = terms.collect(doc)
    terms.mark(doc, all, 12, index_entry)
    doc.meta.index = true
    keep_with_next(doc.blocks)
    room_above_headings(doc.blocks)
    doc.blocks:insert(2, raw_block("\\markboth{Preface}{Preface}"))
    doc.blocks = doc:walk({
        Code = function(x) return inline_code(x.text) end,
        Span = function(x)
            if x.classes:includes("term") then return pandoc.Emph(x.content) end
            for _, colour in ipairs(colours) do
                if x.classes:includes(colour) then
                    return { raw("\\bookcolour{" .. colour .. "}{"), x, raw("}") }
                end
            end
        end,
    }).blocks
end

return latex
