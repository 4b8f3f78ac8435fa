--[[
Print and EPUB: makes one book of the chapters, each of which page.lua has checked and written as
JSON. The title and the subtitle come from the first lines of book.md, the lists of numbers become
an appendix, and the terms of the book are found for the index.
]]
package.path = PANDOC_SCRIPT_FILE:match("^(.*)/[^/]*$") .. "/?.lua;" .. package.path
local kind = require(FORMAT:match("latex") or "epub")
local numbers = require "numbers"
local paper = require "paper"

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

-- Where the numbers come from is an appendix, program by program.
local function list_numbers(doc)
    local groups = numbers.gather(doc)
    doc.blocks:insert(pandoc.Header(1, { pandoc.Str("Where the numbers come from") }, pandoc.Attr("ch-numbers")))
    doc.blocks:insert(pandoc.Para { pandoc.Str("Each number that a program computed and the text shows, " ..
        "under the test that compares it with the calculation by hand beside it.") })
    for _, group in ipairs(groups) do
        doc.blocks:insert(pandoc.Header(2, { pandoc.Code("code/" .. group.stem .. ".c") },
            pandoc.Attr("numbers-" .. group.stem, { "unnumbered", "unlisted" })))
        doc.blocks:extend(kind.numbers(group))
    end
end

return { { Pandoc = function(doc)
    take_title(doc)
    paper.drop_index_chapter(doc)
    list_numbers(doc)
    kind.whole(doc)
    return doc
end } }
