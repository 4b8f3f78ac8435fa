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
            local words = { pandoc.Str(chapter.label .. ", " .. chapter.title) }
            items:insert({ pandoc.Plain { link(pandoc.Link(words, "#" .. chapter.id), chapter.id) } })
        end
    end
    return { pandoc.BulletList(items) }
end

return paper
