--[[
Second pass: one source becomes one page. The syntax it adds to pandoc's commonmark_x is told
in chapters/README.md. Every broken rule is a mistake with file, line and cure; mistakes are
collected, and pandoc is stopped at the end if there is one.

What is the same in every kind of book is here: what a source may say, and what is a mistake.
How it looks is in a module for each kind of book: html.lua for the web, latex.lua for print.

Environment: STEM the source, B the build folder, ACCEPT=1 to write expected outputs anew,
KIND the kind of book (html or latex), PAGE the file that is being made (for its list of
prerequisites), PAGE_NAME its name among the pages of the web book.
]]
package.path = PANDOC_SCRIPT_FILE:match("^(.*)/[^/]*$") .. "/?.lua;" .. package.path
local book = require "book"
local glossary = require "glossary"
local guess = require "guess"
local kind = require(os.getenv("KIND") or "html")

local exercises = require "exercises"
local references = book.references()
local source = PANDOC_STATE.input_files[1]
local ledger, ledger_has = {}, {}
local figures = 0
local exercises_shown = false

-- Numbers -------------------------------------------------------------------------------------

-- A digit that begins a number: not inside of a word such as conv2 or float32.
local function bare_number(text)
    return (" " .. text):match("[^%w_](%d[%w.,]*)")
end

local function check_bare(text, where)
    local number = bare_number(text)
    if number then
        book.mistake(where, 'bare number "' .. number .. '" in "' .. text .. '"',
            "bind it, [name]{.v}, if a program computes it; mark it, [" .. number .. "]{.g}, if it is given")
    end
end

local function enter_in_ledger(stem, name, shown, note, test)
    local key = stem .. ":" .. name
    if not ledger_has[key] then
        ledger_has[key] = true
        table.insert(ledger, { stem = stem, name = name, shown = shown, note = note, test = test })
    end
end

-- How a value came about, for the note that hovers over it and for the ledger.
local function provenance(stem, name, measured, where)
    if measured then
        return "measured in the run made for this book by code/" .. stem .. ".c", ""
    end
    local hand = book.hand(stem, name)
    if not hand then
        book.mistake(where, 'no test asserts the value "' .. name .. '" of ' .. stem,
            'add HAND("' .. name .. '", derivation, literal); to tests/' .. stem .. ".c")
        return "", ""
    end
    local test = "Test(" .. hand.test .. ")"
    local by = hand.derivation or "read off the map, cell by cell"
    return by:gsub("%s*%*%s*", "·"), test
end

-- The number behind a reference, typeset, and the note on it; nil after a mistake.
local function resolve(reference, attributes, where, measured)
    local stem, name = book.qualified(reference)
    local text, path = book.value(stem, name, measured)
    if not text then
        book.mistake(where, 'unknown value "' .. name .. '" of ' .. stem,
            "see the names in " .. path .. ", or let code/" .. stem .. ".c print it with --values")
        return nil
    end
    local shown = book.format(text, attributes.fmt, attributes.scale)
    if not shown then
        book.mistake(where, 'the value "' .. name .. '" is ' .. text .. ", too long to print",
            'say how to round it, [' .. reference .. ']{.v fmt="%.3f"}')
        return nil
    end
    local by, test = provenance(stem, name, measured, where)
    enter_in_ledger(stem, name, text, by, test)
    local note = measured and by or (by .. " by hand in tests/" .. stem .. ".c, " .. test ..
        "; computed by code/" .. stem .. ".c")
    return shown, note, text
end

local function value(span, where, measured)
    local shown, note, exact = resolve(book.words(span.content), span.attributes, where, measured)
    if not shown then return pandoc.Str("?") end
    return kind.value { shown = shown, exact = exact, note = note, measured = measured,
                        reference = book.words(span.content),
                        fmt = span.attributes.fmt, scale = span.attributes.scale }
end

-- In a formula: \val{name} and \val[%.3f]{name}; \g{2} is given.
local function formula(math, where)
    local text = math.text:gsub("\\val(%b{})", function(x) return "\\val[]" .. x end)
    text = text:gsub("\\val(%b[])(%b{})", function(fmt, reference)
        fmt = fmt:sub(2, -2)
        local shown = resolve(reference:sub(2, -2), { fmt = fmt ~= "" and fmt or nil }, where)
        return "\\given{" .. ((shown or "?"):gsub("−", "-"):gsub(",", "{,}")) .. "}"
    end)
    text = text:gsub("\\g(%b{})", "\\given%1")
    local rest = text:gsub("\\given%b{}", ""):gsub("[_^]%d", "")
    check_bare(rest:match("%d") and rest or "", where)
    return pandoc.Math(math.mathtype, (text:gsub("\\given(%b{})", function(x) return x:sub(2, -2) end)))
end

-- Cross references ----------------------------------------------------------------------------

local function reference_text(entry)
    if entry.level == "1" and entry.label ~= "" then return entry.label .. ", " .. entry.title end
    return entry.label ~= "" and entry.label or entry.title
end

local function link(x, where)
    local id = x.target:match("^#(.*)$")
    if not id then return x end
    local entry = references.by_id[id]
    if not entry then
        book.mistake(where, 'broken cross reference "#' .. id .. '"',
            "give the target {#" .. id .. "}, or name one of the ids in " .. book.build .. "/refs.tsv")
        return x
    end
    local filled = #x.content == 0
    if filled then x.content = { pandoc.Str(reference_text(entry)) } end
    return kind.link(x, id, entry, filled)
end

local function check_id(id, where)
    local entry = references.by_id[id]
    if entry and entry.doubled then
        book.mistake(where, 'the id "' .. id .. '" stands twice in the book', "give one of the two its own {#id}")
    end
end

-- Inlines -------------------------------------------------------------------------------------

local inlines, plain_inlines, blocks

local function inline(x, where)
    if x.t == "Str" then
        check_bare(x.text, where)
    elseif x.t == "Span" then
        if x.classes:includes("v") then return value(x, where, false) end
        if x.classes:includes("m") then return value(x, where, true) end
        x.content = inlines(x.content, where)
        x.attributes["data-pos"] = nil
        if x.classes:includes("term") then return kind.term(x) end
    elseif x.t == "Math" then
        return formula(x, where)
    elseif x.t == "Link" then
        x.attributes["data-pos"] = nil
        local address = book.words(x.content) == x.target
        x.content = address and plain_inlines(x.content, where) or inlines(x.content, where)
        return link(x, where)
    elseif x.t == "Image" then
        book.mistake(where, "a picture that is not drawn from values",
            "use ::: {.figure #id src=...} with a gnuplot script, see chapters/README.md")
    elseif x.t == "Note" then
        return pandoc.Note(blocks(x.content, where))
    elseif x.t == "Code" then
        x.attributes["data-pos"] = nil
        return kind.inline_code and kind.inline_code(x) or x
    elseif x.content then
        x.content = inlines(x.content, where)
    end
    return x
end

-- "given" spans keep their words but lose the reader's wrappers.
function plain_inlines(list, where)
    local out = pandoc.List()
    for _, pair in ipairs(book.flatten(list, where)) do
        local x = pair[1]
        if x.content then x.content = plain_inlines(x.content, where) end
        if x.attributes then x.attributes["data-pos"] = nil end
        out:insert(x)
    end
    return out
end

function inlines(list, where)
    local out = pandoc.List()
    for _, pair in ipairs(book.flatten(list, where)) do
        local x, place = pair[1], pair[2]
        if x.t == "Span" and x.classes:includes("g") then
            out:insert(pandoc.Span(plain_inlines(x.content, place), { class = "g" }))
        else
            out:insert(inline(x, place))
        end
    end
    return out
end

-- Code by tag, output by command --------------------------------------------------------------

local languages = { c = "c", h = "c", lua = "lua", sh = "bash", js = "javascript", css = "css" }

local function undent(lines)
    local least = math.huge
    for _, line in ipairs(lines) do
        if line:find("%S") then least = math.min(least, #line:match("^ *")) end
    end
    local out = {}
    for i, line in ipairs(lines) do out[i] = line:sub(least + 1) end
    while out[1] and not out[1]:find("%S") do table.remove(out, 1) end
    while out[#out] and not out[#out]:find("%S") do table.remove(out) end
    return table.concat(out, "\n")
end

local function code(x, where)
    local path, name = x.attributes.from or "", x.attributes.tag
    local tags, wrong = book.tags(path)
    if not tags then
        book.mistake(where, 'the source "' .. path .. '" cannot be read', "name a file of the project in from=...")
        return {}
    end
    for _, w in ipairs(wrong) do book.mistake(table.unpack(w)) end
    if not tags[name] then
        book.mistake(where, 'the tag "' .. name .. '" is missing in ' .. path,
            "put `// begin " .. name .. "` and `// end " .. name .. "` around the code")
        return {}
    end
    local block = pandoc.CodeBlock(undent(tags[name].lines), pandoc.Attr("",
        { languages[path:match("%.(%w+)$")] or "text", "numberLines" },
        { startFrom = tostring(tags[name].first) }))
    return kind.code(path, block, name)
end

-- The paragraph of `text` that begins with `part`; paragraphs end at a blank line.
local function paragraph(text, part)
    for p in (text .. "\n\n"):gmatch("(.-\n)\n+") do
        if p:sub(1, #part) == part then return p end
    end
end

-- The first line in which two texts differ, for the message.
local function difference(old, new)
    local a, b = book.split(old, "\n"), book.split(new, "\n")
    for i = 1, math.max(#a, #b) do
        if a[i] ~= b[i] then
            return ("line %d was accepted as %q and is now %q"):format(i, a[i] or "(end)", b[i] or "(end)")
        end
    end
end

local function run(x, where)
    local command, id = x.attributes.cmd or "", x.attributes.id or x.identifier
    if id == "" or command == "" then
        book.mistake(where, "a run without an id or a cmd", "write {.run #name cmd=\"program --option\"}")
        return {}
    end
    local program = book.build .. "/bin/" .. command:match("^%S+")
    book.uses(program)
    local output = pandoc.pipe("sh", { "-c", "timeout 60 " .. book.build .. "/bin/" .. command .. " 2>&1 || true" }, "")
    local path = "tests/expected/" .. book.stem .. "." .. id .. ".txt"
    if os.getenv("ACCEPT") == "1" then book.write(path, output) end
    local expected = book.read(path)
    if not expected then
        book.mistake(where, "no expected output " .. path, "look at what `" .. program .. "` prints; if it is right: make accept")
    elseif expected ~= output then
        book.mistake(where, "stale expected output " .. path .. ": " .. difference(expected, output),
            "mend the program, or, if the new output is right: make accept")
    end
    local shown = pandoc.List()
    for _, part in ipairs(book.split(x.attributes.part or "", "|")) do
        local p = part == "" and output or paragraph(output, part)
        if not p then
            book.mistake(where, 'no paragraph of the output begins with "' .. part .. '"', "see what `" .. command .. "` prints")
        end
        shown:insert(p or "")
    end
    local text = table.concat(shown, "\n"):gsub("\n+$", "")
    return kind.output("build/bin/" .. command, pandoc.CodeBlock(text, pandoc.Attr("", { "output" })),
                       x.attributes.part, x.attributes.steps)
end

-- Figures and boxes ---------------------------------------------------------------------------

-- "image.1-3.2-4 conv.1.2": each must name a value, or the begin of some.
local function check_shown(names, where)
    for name in names:gmatch("[^%s>:]+") do
        local one = name:gsub("(%d+)%-%d+", "%1")
        if not book.has_values(book.stem, one) then
            book.mistake(where, 'no value of ' .. book.stem .. ' begins with "' .. one .. '"',
                "name values that the figure shows, such as [pool w > logit]{.on}")
        end
    end
end

-- The steps of a figure: "- [pool w > logit]{.on} What is read, what is made, said in numbers."
local function figure_steps(box, where)
    local steps, list = pandoc.List(), book.flatten(box.content, where)[1]
    if not list or list[1].t ~= "BulletList" then
        book.mistake(where, "a box of steps without a list", "write a list, - [pool w > logit]{.on} What is made, in numbers.")
        return steps
    end
    for _, item in ipairs(list[1].content) do
        local text = book.flatten(book.flatten(item, where)[1][1].content, where)
        local on, place = text[1][1], text[1][2]
        if on.t ~= "Span" or not on.classes:includes("on") then
            book.mistake(place, "a step that does not say what it shows", "begin it with [pool w > logit]{.on}")
            return steps
        end
        local names, says = book.words(on.content), pandoc.List()
        check_shown(names, place)
        for i = 2, #text do says:insert(text[i][1]) end
        steps:insert({ on = names, says = inlines(says, place) })
    end
    return steps
end

local function figure_block(x, where)
    local src, id = x.attributes.src or "", x.identifier
    figures = figures + 1
    local caption, alternative, steps = pandoc.List(), nil, nil
    for _, pair in ipairs(book.flatten(x.content, where)) do
        if pair[1].t == "Div" and pair[1].classes:includes("alt") then
            alternative = pair[1]
        elseif pair[1].t == "Div" and pair[1].classes:includes("steps") then
            steps = figure_steps(pair[1], pair[2])
        else
            caption:insert(pair[1])
        end
    end
    check_id(id, where)
    if id == "" then book.mistake(where, "a figure without an id", "write ::: {.figure #some-id src=...}") end
    if not alternative or book.words(alternative.content) == "" then
        book.mistake(where, 'the figure "' .. src .. '" has no text alternative',
            "add a ::: alt box that says the picture in words, with the same values")
        return {}
    end
    local svg = book.read(book.build .. "/figures/" .. src .. ".svg")
    if not svg then
        book.mistake(where, 'the figure "' .. src .. '" is missing', "write figures/" .. src .. ".gp")
        return {}
    end
    local narrow = book.read(book.build .. "/figures/" .. src .. ".narrow.svg")
    caption = blocks(caption, where)
    local words = blocks(alternative.content, where)
    local number = book.chapter_number(book.stem)
    local label = "Figure " .. (number == "" and "" or number .. ".") .. figures
    return kind.figure { lens = x.attributes.lens, id = id, src = src, svg = svg, narrow = narrow, label = label,
                         caption = caption, words = words, steps = steps }
end

local box_titles = {
    predict = "Work it out before you read on",
    wrong = "A wrong answer",
    note = "Note",
    recap = "Recap in numbers",
}

-- "- [ones.dp.blue]{.belief} says what was believed": a line that only a wrong guess shows.
-- Returns what is left of the box, and the beliefs.
local function take_beliefs(content, where)
    local rest, beliefs = pandoc.List(), {}
    for _, pair in ipairs(book.flatten(content, where)) do
        local items = pair[1].t == "BulletList" and pair[1].content or {}
        local first = items[1] and book.flatten(items[1], pair[2])[1]
        local word = first and first[1].content and book.flatten(first[1].content, pair[2])[1]
        if word and word[1].t == "Span" and word[1].classes:includes("belief") then
            for _, item in ipairs(items) do
                local text = book.flatten(book.flatten(item, pair[2])[1][1].content, pair[2])
                local names = book.words(table.remove(text, 1)[1].content)
                local says = pandoc.List()
                for _, t in ipairs(text) do says:insert(t[1]) end
                table.insert(beliefs, { names = names, says = book.words(says) })
            end
        else
            rest:insert(pair[1])
        end
    end
    return rest, beliefs
end

-- What the page's script needs to judge a guess.
local function guess_attributes(x, beliefs, where)
    return guess.attributes(x.attributes, beliefs, function(name)
        local _, _, exact = resolve(name, { fmt = "%.6g" }, where)
        return exact or "?"
    end, where)
end

-- Inputs that the page lets the reader change; without scripts, the command to type.
local function try(x, where)
    local content = blocks(x.content, where)
    local command = { "build/bin/" .. book.stem }
    for option in (x.attributes.options or ""):gmatch("%S+") do
        command[#command + 1] = option:gsub(":.*", "") .. " ..."
    end
    content:insert(pandoc.Para { pandoc.Str("Or type: "), inline(pandoc.Code(table.concat(command, " ")), where) })
    return kind.box("try", x.attributes.title or "Change the numbers", x.identifier, content,
                    { role = "group", ["data-options"] = x.attributes.options or "" })
end

-- A map to click on: `option` sets it, x and dx are the names of its values.
local function board(x, where)
    local data = { role = "group" }
    for _, key in ipairs { "option", "x", "dx", "columns" } do
        if not x.attributes[key] then
            book.mistake(where, "a board without " .. key, 'write ::: {.board option="--map" x=x dx=dx columns=4}')
        end
        data["data-" .. key] = x.attributes[key]
    end
    data["data-choice"] = x.attributes.choice
    return kind.box("board-box", x.attributes.title or "Make another cell win", x.identifier, blocks(x.content, where), data)
end

local function box(x, class, where)
    check_id(x.identifier, where)
    local rest, beliefs = take_beliefs(x.content, where)
    local content = blocks(rest, where)
    local title = x.attributes.title or box_titles[class]
    local attributes = x.attributes.answer and guess_attributes(x, beliefs, where) or {}
    attributes.role = "note"
    return kind.box(class, title, x.identifier, content, attributes)
end

-- Questions that people ask -------------------------------------------------------------------

local questions_page = "91_questions.html"

local function is_question(id)
    local entry = references.by_id[id]
    return entry and entry.page == questions_page and id:match("^q%d+$") ~= nil
end

-- What a heading, figure or box says it answers must stand in the list of questions.
local function check_answers(x, where)
    for question in (x.attributes.answers or ""):gmatch("%S+") do
        if not is_question(question) then
            book.mistake(where, 'no question "' .. question .. '" is asked in chapters/91_questions.md',
                "give the question there the heading ### ... {#" .. question .. "}, or mend answers=")
        end
    end
end

-- The places in other chapters that answer a question, each once, in the order of the book.
local function places(question)
    local found, seen = pandoc.List(), {}
    for _, place in ipairs(references.answers[question] or {}) do
        if place.page ~= questions_page and not seen[place.id] then
            seen[place.id] = true
            found:insert(place)
        end
    end
    return found
end

-- "Chapter 3, The rule in words" for a section, "Figure 3.1" for a figure.
local function place_text(place)
    local entry = references.by_id[place.id]
    if not entry then return place.id end
    if entry.label ~= "" then return reference_text(entry) end
    for _, chapter in ipairs(references.chapters) do
        if chapter.page == place.page and chapter.label ~= "" then
            return chapter.label .. ", " .. entry.title
        end
    end
    return entry.title
end

-- Where a question is answered: links to the places, or that it is still open.
local function answered(x, where)
    local question, list = x.attributes.q or "", pandoc.List()
    if not is_question(question) then
        book.mistake(where, 'the box "answered" names no question, q="' .. question .. '"',
            "write ::: {.answered q=q01}, with the id of a question of chapters/91_questions.md")
    end
    for _, place in ipairs(places(question)) do
        list:insert(pandoc.Str(#list == 0 and "Answered in: " or "; "))
        local link = pandoc.Link({ pandoc.Str(place_text(place)) }, "#" .. place.id)
        list:insert(kind.link(link, place.id, references.by_id[place.id] or place, true))
    end
    if #list == 0 then list:insert(pandoc.Emph { pandoc.Str("Still open in this book.") }) end
    return { pandoc.Div({ pandoc.Para(list) }, { class = "answered" }) }
end

-- The questions that no chapter answers.
local function open_questions()
    local items = pandoc.List()
    for _, f in ipairs(references.lines) do
        local id = f[1] == "ref" and f[3] or ""
        if is_question(id) and #places(id) == 0 then
            local entry = references.by_id[id]
            items:insert({ pandoc.Plain { kind.link(pandoc.Link({ pandoc.Str(entry.title) }, "#" .. id), id, entry, true) } })
        end
    end
    if #items == 0 then return { pandoc.Para { pandoc.Str("None: every question above is answered in a chapter.") } } end
    return { pandoc.BulletList(items) }
end

-- Exercises -----------------------------------------------------------------------------------

-- A link to a section, with its title; a book of another chapter set is not our mistake to find.
local function section_link(id)
    local entry = references.by_id[id]
    if not entry then return pandoc.Code("#" .. id) end
    return kind.link(pandoc.Link({ pandoc.Str(reference_text(entry)) }, "#" .. id), id, entry, true)
end

-- All exercises of the chapter; the grader's gate checks what is in them.
local function exercise_blocks(where)
    exercises_shown = true
    local out = exercises.blocks(kind, section_link)
    if #out == 0 then
        book.mistake(where, "this chapter has no exercises",
            "add a master with `//: chapter " .. book.stem .. "` to code/exercises, or delete the box")
    end
    return out
end

-- Blocks --------------------------------------------------------------------------------------

local function heading(x, where)
    for _, pair in ipairs(book.flatten(x.content, where)) do
        if pair[1].t == "Span" and (pair[1].classes:includes("v") or pair[1].classes:includes("m")) then
            book.mistake(pair[2], "a value in a heading", "say it in the text; headings go into the contents as words")
        end
    end
    local title = book.words(x.content)
    local id = x.identifier ~= "" and x.identifier or book.slug(title)
    check_id(id, where)
    local content = inlines(x.content, where)
    content:extend(kind.anchor(id, x.level))
    return { pandoc.Header(x.level, content, pandoc.Attr(id)) }
end

-- What only the screen or only paper says; it is checked for both.
local function only(x, where)
    local content = blocks(x.content, where)
    return x.classes:includes(kind.medium) and content or {}
end

local function div(x, where)
    for class in pairs(box_titles) do
        if x.classes:includes(class) then return box(x, class, where) end
    end
    if x.classes:includes("try") then return try(x, where) end
    if x.classes:includes("board") then return board(x, where) end
    if x.classes:includes("draw") then
        return kind.box("draw-box", x.attributes.title or "Draw an image", x.identifier, blocks(x.content, where), { role = "group" })
    end
    if x.classes:includes("figure") then return figure_block(x, where) end
    if x.classes:includes("exercises") then return exercise_blocks(where) end
    if x.classes:includes("answered") then return answered(x, where) end
    if x.classes:includes("contents") then return kind.contents(references) end
    if x.classes:includes("index") then return kind.index and kind.index(glossary.index(references), references) or {} end
    if x.classes:includes("screen") or x.classes:includes("paper") then return only(x, where) end
    if x.classes:includes("open-questions") then return open_questions() end
    if x.classes:includes("alt") then
        book.mistake(where, "an alt box outside of a figure", "put it inside of its ::: {.figure ...}")
    end
    x.attributes["data-pos"], x.attributes.answers = nil, nil
    x.content = blocks(x.content, where)
    return { x }
end

local function table_block(x, where)
    local simple = pandoc.utils.to_simple_table(x)
    for i, cell in ipairs(simple.headers) do simple.headers[i] = blocks(cell, where) end
    for r, row in ipairs(simple.rows) do
        for c, cell in ipairs(row) do simple.rows[r][c] = blocks(cell, where) end
    end
    simple.caption = inlines(simple.caption, where)
    return kind.table(pandoc.utils.from_simple_table(simple))
end

local function block(x, where)
    if x.t == "Header" or x.t == "Div" then check_answers(x, where) end
    if x.t == "Header" then return heading(x, where) end
    if x.t == "CodeBlock" then
        if x.attributes.tag then return code(x, where) end
        if x.classes:includes("run") then return run(x, where) end
        if x.classes:includes("c") then
            book.mistake(where, "C code pasted into the text", "transclude it by tag, ```{.c from=code/... tag=...}")
        end
        x.attributes["data-pos"] = nil
        return { x }
    end
    if x.t == "Div" then return div(x, where) end
    if x.t == "Para" or x.t == "Plain" then
        x.content = inlines(x.content, where)
    elseif x.t == "BlockQuote" then
        x.content = blocks(x.content, where)
    elseif x.t == "BulletList" or x.t == "OrderedList" then
        local items = pandoc.List()
        for _, item in ipairs(x.content) do items:insert(blocks(item, where)) end
        x.content = items
    elseif x.t == "DefinitionList" then
        local items = pandoc.List()
        for _, item in ipairs(x.content) do
            local definitions = pandoc.List()
            for _, d in ipairs(item[2]) do definitions:insert(blocks(d, where)) end
            local _, id = glossary.item(item)
            items:insert({ { pandoc.Span(inlines(item[1], where), pandoc.Attr(id)) }, definitions })
        end
        x.content = items
    elseif x.t == "Table" then
        return table_block(x, where)
    end
    return { x }
end

function blocks(list, where)
    local out = pandoc.List()
    for _, pair in ipairs(book.flatten(list, where)) do out:extend(block(pair[1], pair[2])) end
    return out
end

-- The page as a whole -------------------------------------------------------------------------

-- Tags and figures that no page shows; looked for once, when the front page is built.
local function check_unused()
    local shown = {}
    for _, f in ipairs(references.lines) do
        if f[1] == "tag" then shown[f[3] .. " " .. f[4]] = true end
        if f[1] == "figure" then shown[f[3]] = true end
    end
    for path in (os.getenv("SOURCES") or ""):gmatch("%S+") do
        local tags, wrong = book.tags(path)
        for _, w in ipairs(wrong or {}) do book.mistake(table.unpack(w)) end
        for name, tag in pairs(tags or {}) do
            if not shown[path .. " " .. name] then
                book.mistake(path .. ":" .. tag.begun, 'the tag "' .. name .. '" is used nowhere',
                    "show it in a chapter, or delete its begin and end")
            end
        end
    end
    for name in (os.getenv("FIGURES") or ""):gmatch("%S+") do
        if not shown[name] then
            book.mistake("figures/" .. name .. ".gp:1", "the figure is used nowhere",
                "show it in a chapter, ::: {.figure src=" .. name .. " ...}, or delete it")
        end
    end
end

return { { Pandoc = function(doc)
    doc.blocks = blocks(doc.blocks, source .. ":1")
    doc.blocks:extend(kind.ledger(ledger))
    kind.page(doc, references)
    if book.stem == "book" then check_unused() end
    if (os.getenv("EXERCISES") or "") ~= "" and not exercises_shown then
        book.mistake(source .. ":1", "the exercises of this chapter are shown nowhere", "add `::: exercises` and `:::` to its end")
    end
    book.stop_if_mistaken()
    if os.getenv("PAGE") then
        book.write_dependencies(os.getenv("PAGE"), book.build .. "/refs/" .. book.stem .. "." .. kind.name .. ".d")
    end
    return doc
end } }
