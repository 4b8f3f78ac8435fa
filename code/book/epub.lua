--[[
How the EPUB looks: what page.lua asks of a kind of book. Its chapters are XHTML, so this is
close to html.lua; but pandoc moves the links and pictures, and so both must be pandoc's own.
]]
local book = require "book"
local figure = require "figure"
local html = require "html"
local numbers = require "numbers"
local paper = require "paper"
local terms = require "terms"

local epub = { name = "epub", medium = "paper", sample = html.sample, hint = html.hint,
               ledger = numbers.pack, index = paper.index }

-- A term keeps its name in the index until the index is made, in the last step.
function epub.term(span)
    return pandoc.Span({ pandoc.RawInline("html", "<dfn>"), span, pandoc.RawInline("html", "</dfn>") })
end

local escape = html.escape
local function raw_block(text) return pandoc.RawBlock("html", text) end

function epub.value(v) return pandoc.Str(v.shown) end
function epub.link(x) return x end
function epub.anchor() return {} end
function epub.table(block) return { block } end
function epub.contents(references) return paper.contents(references, epub.link) end

function epub.code(path, block)
    return { raw_block('<figure class="code"><figcaption>' .. escape(path) .. "</figcaption>"), block, raw_block("</figure>") }
end

function epub.output(command, block)
    return { raw_block('<figure class="run"><figcaption><kbd>' .. escape(command) .. "</kbd></figcaption>"), block,
             raw_block("</figure>") }
end

-- The picture becomes a file of its own, which a reader without CSS variables can draw.
function epub.figure(f)
    local path = book.build .. "/epub/" .. f.src .. ".svg"
    book.write(path, figure.alone(f.svg, f.id))
    local image = pandoc.Image({ pandoc.Str(f.label .. ", told in words below") }, path, "",
        pandoc.Attr("", {}, { ["aria-describedby"] = f.id .. "-words" }))
    local out = pandoc.List { raw_block("<figure>"), pandoc.Plain { image },
        raw_block('<figcaption><span class="label">' .. escape(f.label) .. ".</span> ") }
    for _, b in ipairs(f.caption) do out:insert(b.t == "Para" and pandoc.Plain(b.content) or b) end
    out:insert(raw_block('</figcaption></figure><details class="in-words" id="' .. escape(f.id) ..
                         '-words"><summary>The figure in words</summary>'))
    out:extend(f.words)
    out:insert(raw_block("</details>"))
    return { pandoc.Div(out, pandoc.Attr(f.id, { "drawn" })) }
end

function epub.box(class, title, id, content)
    content = paper.box(class, content)
    if not content then return { pandoc.Div({}, pandoc.Attr(id)) } end
    content:insert(1, pandoc.Para { pandoc.Span({ pandoc.Str(title) }, { class = "box-title" }) })
    return { pandoc.Div(content, pandoc.Attr(id, { "box", class }, { role = "note" })) }
end

-- "Chapter 1" stands in the heading, and so in the reader's list of contents.
function epub.page(doc, references)
    for _, chapter in ipairs(references.chapters) do
        local heading = doc.blocks[1]
        if chapter.id == heading.identifier and chapter.label ~= "" then
            heading.content:insert(1, pandoc.Str(chapter.label .. ". "))
        end
    end
end

-- The numbers of one program, by the test that asserts them.
function epub.numbers(group)
    local out = {}
    for _, t in ipairs(group.tests) do
        out[#out + 1] = '<p class="test">' .. escape(t.test) .. '</p><ul class="numbers">'
        for _, n in ipairs(t.numbers) do
            out[#out + 1] = ("<li><code>%s</code> = <b>%s</b> <span>%s</span></li>"):format(
                escape(n.name), escape(n.shown), escape(n.note))
        end
        out[#out + 1] = "</ul>"
    end
    return { raw_block(table.concat(out, "\n")) }
end

-- The last step, over the whole book: an index that links to sections.
function epub.whole(doc)
    local found, names = {}, {}
    terms.mark(doc, terms.collect(doc), 12, function(term, _, section)
        if not found[term.name] then
            found[term.name] = pandoc.List()
            table.insert(names, term.name)
        end
        local places = found[term.name]
        if #places == 0 or places[#places] ~= section then places:insert(section) end
    end)
    doc.blocks = doc:walk({ Span = function(span)
        span.attributes.as = nil
        return span
    end }).blocks
    table.sort(names, function(a, b) return a:lower() < b:lower() end)
    doc.blocks:insert(pandoc.Header(1, { pandoc.Str("Index") }, pandoc.Attr("ch-index")))
    local items = pandoc.List()
    for _, name in ipairs(names) do
        local line = pandoc.List { pandoc.Str(name .. ": ") }
        for i, section in ipairs(found[name]) do
            if i > 1 then line:insert(pandoc.Str("; ")) end
            line:insert(pandoc.Link({ pandoc.Str(section.title) }, "#" .. section.id))
        end
        items:insert({ pandoc.Plain(line) })
    end
    doc.blocks:insert(pandoc.Div({ pandoc.BulletList(items) }, { class = "index" }))
end

return epub
