--[[
Print and EPUB: makes one book of the chapters, each of which page.lua has checked and written as
JSON. The title and the subtitle come from the first lines of book.md, the lists of numbers move
into an appendix, and the terms of the book are found for the index.
]]
package.path = PANDOC_SCRIPT_FILE:match("^(.*)/[^/]*$") .. "/?.lua;" .. package.path
local text = pandoc.utils.stringify

-- The front page's heading is the title of the book, and the emphasised line below the subtitle.
local function take_title(doc)
    local heading, below = doc.blocks[1], doc.blocks[2]
    doc.meta.title = pandoc.MetaInlines(heading.content)
    heading.content = { pandoc.Str("Preface") }
    heading.classes:insert("unnumbered")
    if below.t == "Para" and #below.content == 1 and below.content[1].t == "Emph" then
        doc.meta.subtitle = pandoc.MetaInlines(below.content[1].content)
        doc.blocks:remove(2)
    end
end

-- Each chapter ends with its list of numbers; all of them together are an appendix.
local function gather_ledgers(doc)
    local rest, lists, chapter = pandoc.List(), pandoc.List(), nil
    for _, block in ipairs(doc.blocks) do
        if block.t == "Header" and block.level == 1 then chapter = text(block) end
        if block.t == "Div" and block.classes:includes("ledger") then
            lists:insert(pandoc.Header(2, { pandoc.Str(chapter) }))
            lists:extend(block.content)
        else
            rest:insert(block)
        end
    end
    if #lists > 0 then
        rest:insert(pandoc.Header(1, { pandoc.Str("Where the numbers come from") }, pandoc.Attr("ch-numbers")))
        rest:insert(pandoc.Para { pandoc.Str("Each number that a program computed and the text shows, " ..
            "under the test that compares it with the calculation by hand beside it.") })
        rest:extend(lists)
    end
    doc.blocks = rest
end

return { { Pandoc = function(doc)
    take_title(doc)
    gather_ledgers(doc)
    return doc
end } }
