--[[
How the pages of the web look: what page.lua asks of a kind of book, for HTML.

Every function gets what page.lua has checked, and gives pandoc elements: inlines from value,
link and anchor, lists of blocks from the rest.
]]
local book = require "book"
local glossary = require "glossary"
local figure = require "figure"

local html = { name = "html", medium = "screen", searched = "search" }

function html.escape(text)
    return (text:gsub("&", "&amp;"):gsub("<", "&lt;"):gsub(">", "&gt;"):gsub('"', "&quot;"))
end

local escape = html.escape
local function raw(text) return pandoc.RawInline("html", text) end
local function raw_block(text) return pandoc.RawBlock("html", text) end

-- A bound number: `v.shown` in the text, the rest for the note that hovers over it.
function html.value(v)
    local rounding = ""
    for _, key in ipairs { "fmt", "scale" } do
        if v[key] then rounding = rounding .. (' data-%s="%s"'):format(key, escape(v[key])) end
    end
    return raw(('<data class="%s" value="%s" data-name="%s"%s data-note="%s">%s</data>'):format(
        v.measured and "v measured" or "v", escape(v.exact), escape(v.reference), rounding, escape(v.note), escape(v.shown)))
end

-- A term, where the text explains it; its name in the index is of no use to a page.
function html.term(span)
    span.attributes.as = nil
    return pandoc.Span({ raw("<dfn>"), span, raw("</dfn>") })
end

-- A cross reference to `id`; `entry` is its line of the references.
function html.link(x, id, entry)
    if entry.page ~= os.getenv("PAGE_NAME") then x.target = entry.page .. "#" .. id end
    return x
end

-- Code in a line of text: no line ends between the dashes of an option and its name.
function html.inline_code(x)
    local text, options = escape(x.text):gsub("%f[%S]%-%-?%a[%w-]*", '<span class="option">%0</span>')
    return options > 0 and raw("<code>" .. text .. "</code>") or x
end

-- What follows the words of a heading.
function html.anchor(id, level)
    if level == 1 then return {} end
    return { raw((' <a class="anchor" href="#%s" aria-label="Link to this section">#</a>'):format(escape(id))) }
end

-- How many lines a block has: the style sheet keeps room for what is not laid out yet.
local function lines(block)
    return (' style="--lines:%d"'):format(select(2, block.text:gsub("\n", "")) + 1)
end

-- Code shown by tag, with the file it comes from.
function html.code(path, block)
    return {
        raw_block('<figure class="code"' .. lines(block) .. '><figcaption><a href="source/' .. escape(path) .. '.txt">' .. escape(path) ..
                  "</a></figcaption>"), block, raw_block("</figure>"),
    }
end

-- What a program prints, with the command; `part` is the paragraph of it that is shown; with
-- `steps`, the page lets the reader walk through the paragraphs.
function html.output(command, block, part, steps)
    block.attributes.tabindex = "0" -- a long line is scrolled to by keyboard too
    return {
        raw_block(('<figure class="run"%s data-part="%s"%s><figcaption><kbd>'):format(
            lines(block), escape(part or ""), steps and ' data-steps="yes"' or "") .. escape(command) .. "</kbd></figcaption>"),
        block, raw_block("</figure>"),
    }
end

-- Code that is a file of the student's, not of the book.
function html.sample(caption, block)
    return { raw_block('<figure class="code"' .. lines(block) .. '><figcaption>' .. escape(caption) .. "</figcaption>"), block, raw_block("</figure>") }
end

function html.hint(label, content)
    content:insert(1, raw_block('<details class="hint"><summary>' .. escape(label) .. "</summary>"))
    content:insert(raw_block("</details>"))
    return content
end

function html.solution(content)
    content:insert(1, raw_block('<details class="solution"><summary>For instructors: solution and wrong models</summary>'))
    content:insert(raw_block("</details>"))
    return content
end

-- The steps of a figure: a list to read; the script makes a walk of it, and lights what each names.
local function walk(steps)
    local out = pandoc.List { raw_block('<details class="walk"><summary>Walk through the figure, step by step</summary><ol>') }
    for _, step in ipairs(steps) do
        out:insert(raw_block(('<li data-on="%s">'):format(escape(step.on))))
        out:insert(pandoc.Plain { pandoc.Span(step.says) }) -- in a span no term of the glossary is looked for
        out:insert(raw_block("</li>"))
    end
    out:insert(raw_block("</ol></details>"))
    return out
end

-- The words of some blocks. A bound number is raw HTML; what is between its tags is its text.
local function spoken(blocks)
    return book.words(pandoc.walk_block(pandoc.Div(blocks), {
        RawInline = function(r) return pandoc.Str((r.text:gsub("<.->", ""))) end,
        -- Or the words of two cells would be one.
        Plain = function(p) p.content:insert(pandoc.Space()) return p end,
        Para = function(p) p.content:insert(pandoc.Space()) return p end,
    }).content)
end

-- A screen reader says the words that stand below the picture; the script keeps both the same.
-- The style sheet shows the picture that fits the screen.
function html.figure(f)
    local said = spoken(f.words)
    local pictures = figure.inline(f.svg, f.id, said, f.narrow and "wide") .. (f.narrow and figure.inline(f.narrow, f.id .. "-narrow", said, "narrow") or "")
    local out = pandoc.List { raw_block(('<figure class="drawn" id="%s"%s>%s'):format(
        escape(f.id), f.lens and (' data-lens="%s"'):format(escape(f.lens)) or "", pictures)) }
    if f.steps then out:extend(walk(f.steps)) end
    out:insert(raw_block(('<figcaption><span class="label">%s.</span> '):format(f.label)))
    for _, b in ipairs(f.caption) do out:insert(b.t == "Para" and pandoc.Plain(b.content) or b) end
    out:insert(raw_block('<details class="in-words"><summary>The figure in words</summary>'))
    out:extend(f.words)
    out:insert(raw_block("</details></figcaption></figure>"))
    return out
end

-- By name: a Lua table has no order, and the page must be the same in every build.
local function in_order(attributes)
    local list = {}
    for key, text in pairs(attributes) do list[#list + 1] = { key, text } end
    table.sort(list, function(a, b) return a[1] < b[1] end)
    return list
end

-- `attributes` are for the page's script: what can be guessed or changed in the box.
function html.box(class, title, id, content, attributes)
    html.draws = html.draws or class == "draw-box"
    html.guesses = html.guesses or attributes["data-guess"] ~= nil
    -- A recap stands under a heading that says so already.
    if class ~= "recap" then
        content:insert(1, pandoc.Para { pandoc.Span({ pandoc.Str(title) }, { class = "box-title" }) })
    end
    return { pandoc.Div(content, pandoc.Attr(id, { "box", class }, in_order(attributes))) }
end

function html.table(block)
    return { raw_block('<div class="table" tabindex="0">'), block, raw_block("</div>") }
end

-- The contents of the book, from the headings of all chapters.
function html.contents(references)
    local out = { '<ol class="contents">' }
    for _, chapter in ipairs(references.chapters) do
        if chapter.page ~= "index.html" then
            out[#out + 1] = ('<li><a href="%s"><span class="label">%s</span> %s</a><ul>'):format(
                chapter.page, escape(chapter.label), escape(chapter.title))
            for _, section in ipairs(references.sections[chapter.page] or {}) do
                out[#out + 1] = ('<li><a href="%s#%s">%s</a></li>'):format(section.page, escape(section.id), escape(section.title))
            end
            out[#out + 1] = "</ul></li>"
        end
    end
    return { raw_block(table.concat(out, "\n") .. "\n</ol>") }
end

-- The index: each term, where it is explained (bold), and the sections that speak of it.
function html.index(entries)
    local function link(page, id, text)
        return ('<a href="%s#%s">%s</a>'):format(page, escape(id), escape(text))
    end
    local out = { '<dl class="index">' }
    for _, entry in ipairs(entries) do
        local list = {}
        for _, t in ipairs(entry.explained) do
            list[#list + 1] = "<b>" .. link(t.page, t.id, t.note ~= "" and "dictionary" or "explained") .. "</b>"
        end
        for _, s in ipairs(entry.places) do list[#list + 1] = link(s.page, s.id, s.chapter .. ", " .. s.title) end
        out[#out + 1] = ("<dt>%s</dt><dd>%s</dd>"):format(escape(entry.name), table.concat(list, " · "))
    end
    return { raw_block(table.concat(out, "\n") .. "\n</dl>") }
end

-- At the end of a page: where each of its numbers comes from.
function html.ledger(ledger)
    if #ledger == 0 then return {} end
    local out = { ('<details class="ledger"><summary>Where the %d numbers of this page come from</summary>'):format(#ledger),
        '<div class="table" tabindex="0"><table><thead><tr><th>value</th><th>number</th><th>by hand</th><th>program and test</th></tr></thead><tbody>' }
    for _, l in ipairs(ledger) do
        out[#out + 1] = ("<tr><td><code>%s</code></td><td>%s</td><td>%s</td><td>code/%s.c<br>%s</td></tr>"):format(
            escape(l.name), escape(l.shown), escape(l.note), escape(l.stem), escape(l.test))
    end
    out[#out + 1] = "</tbody></table></div></details>"
    return { raw_block(table.concat(out, "\n")) }
end

-- The sections of a page as data for the search: build/search/STEM.json, one object a line.
function html.sections(doc, references)
    local own, chapter, lines, section = os.getenv("PAGE_NAME"), "", {}, nil
    local function quoted(text) return '"' .. text:gsub('[\\"]', "\\%0"):gsub("%c", " ") .. '"' end
    for _, c in ipairs(references.chapters) do
        if c.page == own then chapter = c.label ~= "" and c.label or "Preface" end
    end
    local function finish()
        if section then
            lines[#lines + 1] = ('{"page":%s,"anchor":%s,"chapter":%s,"title":%s,"text":%s}'):format(quoted(own),
                quoted(section.id), quoted(chapter), quoted(section.title), quoted(table.concat(section.text, " ")))
        end
    end
    for _, b in ipairs(doc.blocks) do
        if b.t == "Header" then
            finish()
            section = { id = b.identifier, title = book.words(b.content), text = {} }
        elseif section and b.t ~= "RawBlock" then
            table.insert(section.text, spoken { b })
        end
    end
    finish()
    book.write(book.build .. "/" .. html.searched .. "/" .. book.stem .. ".json", table.concat(lines, "\n") .. "\n")
end

-- What the template needs to know: title, neighbours, sections.
function html.page(doc, references)
    local meta = doc.meta
    html.sections(doc, references)
    local own = os.getenv("PAGE_NAME")
    glossary.mark(doc, references, own)
    for i, chapter in ipairs(references.chapters) do
        if chapter.page == own then
            local before, after = references.chapters[i - 1], references.chapters[i + 1]
            if before then meta.previous = { href = before.page, title = before.title } end
            if after then meta.next = { href = after.page, title = after.title } end
            meta.pagetitle = chapter.title
            meta.label = chapter.label ~= "" and chapter.label or nil
        end
    end
    meta.stem = book.stem
    meta.draw = html.draws or nil
    meta.guess = html.guesses or nil
    meta.front = own == "index.html" or nil
    meta.sections = pandoc.List()
    for _, section in ipairs(references.sections[own] or {}) do
        meta.sections:insert({ id = section.id, title = section.title })
    end
end

return html
