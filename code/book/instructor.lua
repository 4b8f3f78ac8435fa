--[[
The instructor's edition of the web book: the same pages, and below each exercise its solution and
its wrong models. `make book EDITION=instructor` puts it into a folder of its own.
]]
local html = require "html"

html.name = "instructor"
html.solutions = true
html.searched = "search-instructor"

return html
