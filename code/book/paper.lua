--[[
What print and EPUB have in common: nothing on their pages can be clicked or changed, and the
book is one piece. See latex.lua and epub.lua.
]]
local paper = {}

-- What is left of a box that the page's script would bring to life: of inputs to change, the
-- command to type; of a box to click or draw in (board-box, draw-box), nothing.
function paper.box(class, content)
    if class:match("%-box$") then return nil end
    if class ~= "try" then return content end
    local command = content[#content]
    command.content[1] = pandoc.Str("Type, with your own numbers in place of the dots: ")
    return pandoc.List { command }
end

-- The full contents stand at the front; here only the chapters. `link` makes one of the book's links.
function paper.contents(references, link)
    local items = pandoc.List()
    for _, chapter in ipairs(references.chapters) do
        if not chapter.page:find("index%.html$") then
            local label = chapter.id == "ch-index" and "" or chapter.label .. ", "
            local words = { pandoc.Str(label .. chapter.title) }
            items:insert({ pandoc.Plain { link(pandoc.Link(words, "#" .. chapter.id), chapter.id) } })
        end
    end
    return { pandoc.BulletList(items) }
end

-- The index is made anew, of pages or of sections; its chapter of the web book is left out.
function paper.index() return { pandoc.Div({}, { class = "index-here" }) } end

function paper.drop_index_chapter(doc)
    local first
    for i, block in ipairs(doc.blocks) do
        if block.t == "Header" and block.level == 1 then first = i end
        if block.t == "Div" and block.classes:includes("index-here") then
            for _ = first, i do doc.blocks:remove(first) end
            return
        end
    end
end

return paper
