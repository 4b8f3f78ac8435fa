--[[
What the filters share: where things lie, how a mistake is reported, and how values, hand
calculations, tagged code and cross references are read.

All paths are relative to the project's folder, where `make` runs pandoc. STEM in the
environment names the source without its folder and ending ("01_fc_to_pool", "book").
]]
local book = {}

book.stem = os.getenv("STEM") or error("STEM is not set: build with `make book`", 0)
book.build = os.getenv("B") or "build"

-- Mistakes ------------------------------------------------------------------------------------

local mistakes = {}

-- `where` is "file:line"; what is wrong; what to do about it.
function book.mistake(where, what, cure)
    mistakes[#mistakes + 1] = where .. ": " .. what .. "\n    cure: " .. cure
end

-- A warning would not stop pandoc; error() does. All mistakes are shown, not only the first.
function book.stop_if_mistaken()
    if #mistakes > 0 then
        error("\n" .. table.concat(mistakes, "\n") .. "\n" .. #mistakes ..
              (#mistakes == 1 and " mistake" or " mistakes") .. " in the text; nothing was built.\n", 0)
    end
end

-- "file.md@12:3-12:9" (from the reader's sourcepos extension) as "file.md:12".
function book.place(position, otherwise)
    local file, line = (position or ""):match("([^;]*)@(%d+):")
    return file and (file .. ":" .. line) or otherwise
end

-- Files ---------------------------------------------------------------------------------------

local used_files = {}

-- The text of a file, or nil. Whatever was read becomes a prerequisite of the page.
function book.read(path)
    local f = io.open(path, "rb")
    if not f then return nil end
    local text = f:read("a")
    f:close()
    if not text then return nil end
    used_files[path] = true
    return text
end

function book.uses(path) used_files[path] = true end

function book.write(path, text)
    local f = assert(io.open(path, "wb"))
    f:write(text)
    f:close()
end

-- Makefile lines: the page depends on all that was read for it.
function book.write_dependencies(page, path)
    local files = {}
    for file in pairs(used_files) do files[#files + 1] = file end
    table.sort(files)
    local lines = { page .. ": " .. table.concat(files, " ") }
    for _, file in ipairs(files) do lines[#lines + 1] = file .. ":" end
    book.write(path, table.concat(lines, "\n") .. "\n")
end

function book.split(text, separator)
    local parts = {}
    for part in (text .. separator):gmatch("(.-)" .. separator) do parts[#parts + 1] = part end
    return parts
end

-- Values --------------------------------------------------------------------------------------

local tables = {}

-- name -> number as text, from build/values/STEM.tsv or build/run/STEM.tsv; false if no file.
local function value_table(folder, stem)
    local path = book.build .. "/" .. folder .. "/" .. stem .. ".tsv"
    if tables[path] == nil then
        local text = book.read(path)
        tables[path] = text and {} or false
        for name, number in (text or ""):gmatch("([^\t\n]+)\t([^\n]*)") do
            tables[path][name] = number
        end
    end
    return tables[path], path
end

-- "name" or "stem:name" -> stem, name
function book.qualified(reference)
    local stem, name = reference:match("^([%w_]+):(.+)$")
    return stem or book.stem, name or reference
end

-- The value as text (nil if there is none) and the file that should have it.
function book.value(stem, name, measured)
    local values, path = value_table(measured and "run" or "values", stem)
    return values and values[name], path
end

-- Is there a value of this name, or one that begins with it, as conv.0.0 begins with conv?
function book.has_values(stem, name)
    for known in pairs(value_table("values", stem) or {}) do
        if known == name or known:sub(1, #name + 1) == name .. "." then return true end
    end
    return false
end

-- A number as the text prints it: thousands apart, a true minus sign.
local function typeset(text)
    local sign, digits, rest = text:match("^(-?)(%d+)(.*)$")
    if not digits then
        return (text:gsub("^%-inf$", "−∞"):gsub("^inf$", "∞"):gsub("^nan$", "NaN"))
    end
    if #digits > 4 then
        digits = digits:reverse():gsub("(%d%d%d)", "%1,"):reverse():gsub("^,", "")
    end
    return (sign == "-" and "−" or "") .. digits .. rest
end

-- The number rounded as asked, or as it is if that is short; nil if it needs rounding.
function book.format(number, fmt, scale)
    local v = tonumber(number)
    if not v then return typeset(number) end
    if scale then v = v * tonumber(scale) end
    if fmt then return typeset((fmt:format(v):gsub("^%-(0%.?0*)$", "%1"))) end
    if v == math.floor(v) and math.abs(v) < 1e15 then return typeset(("%d"):format(math.floor(v))) end
    local short = ("%.4f"):format(v):gsub("0+$", "")
    return tonumber(short) == v and typeset(short) or nil
end

-- Hand calculations ---------------------------------------------------------------------------

-- The arguments of a call whose "(" is at `open`, cut at the commas outside of brackets.
local function arguments(text, open)
    local depth, start, found, quoted = 0, open + 1, {}, false
    for i = open, #text do
        local c = text:sub(i, i)
        if c == '"' then quoted = not quoted end
        if not quoted then
            if c == "(" or c == "{" then depth = depth + 1 end
            if c == ")" or c == "}" then depth = depth - 1 end
            if (c == "," and depth == 1) or depth == 0 then
                found[#found + 1] = text:sub(start, i - 1):gsub("%s+", " "):gsub("^ ", ""):gsub(" $", "")
                start = i + 1
            end
            if depth == 0 then break end
        end
    end
    return found
end

local hands = {}

-- All HAND lines of tests/STEM.c: name -> {test = "suite, name", derivation = ...}.
-- A list or a map stands under its own name; its cells are name.i and name.row.column.
local function hand_table(stem)
    if hands[stem] then return hands[stem] end
    local text, found = book.read("tests/" .. stem .. ".c") or "", {}
    local test, position = "?", 1
    while true do
        local s, e = text:find("%f[%w_]Test%s*%(", position)
        local s2, e2, word = text:find("%f[%w_](HAND[%u_]*)%s*%(", position)
        if not s and not s2 then break end
        if s and (not s2 or s < s2) then
            local a = arguments(text, e)
            test, position = a[1] .. ", " .. (a[2] or ""), e + 1
        else
            local a = arguments(text, e2)
            local name = (a[1] or ""):match('^"(.*)"$')
            if name then
                local whole = (word:find("LIST") or word:find("MAP")) and true or false
                found[name] = { test = test, whole = whole, derivation = not whole and a[2] or nil }
            end
            position = e2 + 1
        end
    end
    hands[stem] = found
    return found
end

-- The hand calculation of a value, or nil.
function book.hand(stem, name)
    local found = hand_table(stem)
    if found[name] and not found[name].whole then return found[name] end
    for _, pattern in ipairs { "^(.*)%.%d+%.%d+$", "^(.*)%.%d+$" } do
        local whole = name:match(pattern)
        if whole and found[whole] and found[whole].whole then return found[whole] end
    end
end

-- Tagged code ---------------------------------------------------------------------------------

-- Every tag of a source: name -> {first = line, lines = {...}}; and a list of
-- {where, what, cure} of what is wrong with its tags. nil if the file cannot be read.
function book.tags(path)
    local text = book.read(path)
    if not text then return nil end
    local tags, open, wrong, n = {}, {}, {}, 0
    local function report(what, cure) wrong[#wrong + 1] = { path .. ":" .. n, what, cure } end
    for line in (text:gsub("\n$", "") .. "\n"):gmatch("(.-)\n") do
        n = n + 1
        local begin, finish = line:match("^%s*// begin (%S+)%s*$"), line:match("^%s*// end (%S+)%s*$")
        if begin and tags[begin] then
            report('the tag "' .. begin .. '" is doubled',
                   "give each `// begin` in a file a name of its own")
        elseif begin then
            tags[begin] = { first = n + 1, lines = {}, begun = n }
            open[begin] = true
        elseif finish and open[finish] then
            open[finish] = nil
            if not table.concat(tags[finish].lines):find("%S") then
                report('the tag "' .. finish .. '" is empty',
                       "put code between its begin and its end, or delete both")
            end
        elseif finish then
            report("`// end " .. finish .. "` has no begin", "add `// begin " .. finish .. "` before it")
        else
            for name in pairs(open) do table.insert(tags[name].lines, line) end
        end
    end
    for name in pairs(open) do
        n = tags[name].begun
        report('the tag "' .. name .. '" is never closed', "add `// end " .. name .. "` after the code")
    end
    return tags, wrong
end

-- Cross references ----------------------------------------------------------------------------

--[[ build/refs.tsv has one line a thing that can be referred to or counted:
     ref     page  id  label  title  level     a heading, a figure, a box
     answer  page  id  question                where a question is answered
     tag     page  file  name                  code that is shown
     figure  page  src                         a picture that is shown ]]
function book.references()
    local found = { lines = {}, by_id = {}, chapters = {}, sections = {}, answers = {}, terms = {} }
    for text in (book.read(book.build .. "/refs.tsv") or ""):gmatch("[^\n]+") do
        local f = book.split(text, "\t")
        table.insert(found.lines, f)
        if f[1] == "ref" then
            local entry = { page = f[2], id = f[3], label = f[4], title = f[5], level = f[6] }
            local first = found.by_id[entry.id]
            if first then first.doubled = true else found.by_id[entry.id] = entry end
            if entry.level == "1" then table.insert(found.chapters, entry) end
            if entry.level == "2" then
                found.sections[entry.page] = found.sections[entry.page] or {}
                table.insert(found.sections[entry.page], entry)
            end
        elseif f[1] == "term" then
            table.insert(found.terms, { page = f[2], id = f[3], name = f[4], note = f[5] or "" })
        elseif f[1] == "answer" then
            found.answers[f[4]] = found.answers[f[4]] or {}
            table.insert(found.answers[f[4]], { page = f[2], id = f[3] })
        end
    end
    return found
end

-- "1" for 01_..., "A" for 90_..., "" for the preface.
function book.chapter_number(stem)
    local n = tonumber(stem:match("^(%d+)_"))
    if not n then return "" end
    return n < 90 and tostring(n) or string.char(string.byte("A") + n - 90)
end

-- The id of a heading that was given none: its words and the chapter's number.
function book.slug(title)
    local number = book.chapter_number(book.stem)
    local slug = title:lower():gsub("[^%w]+", "-"):gsub("^%-", ""):gsub("%-$", "")
    return slug .. "-" .. (number == "" and "preface" or number:lower())
end

-- Positions -----------------------------------------------------------------------------------

-- The reader's sourcepos extension wraps every word into a Span with its position.
local function is_wrapper(x)
    if x.t ~= "Span" and x.t ~= "Div" then return false end
    if x.identifier ~= "" or #x.classes > 0 then return false end
    for key in pairs(x.attributes) do
        if key ~= "data-pos" then return false end
    end
    return true
end

-- A flat list of {element, "file:line"}: the wrappers are taken off, and neighbouring words
-- that the reader cut apart ("1" "." "13") are joined. For inlines and for blocks.
function book.flatten(elements, where)
    local flat = {}
    local function add(list, place)
        for _, x in ipairs(list) do
            local here = x.attributes and book.place(x.attributes["data-pos"], place) or place
            local last = flat[#flat]
            if is_wrapper(x) then
                add(x.content, here)
            elseif x.t == "Str" and last and last[1].t == "Str" then
                last[1] = pandoc.Str(last[1].text .. x.text)
            else
                flat[#flat + 1] = { x, here }
            end
        end
    end
    add(elements, where)
    return flat
end

function book.words(x)
    return (pandoc.utils.stringify(x):gsub("%s+", " "):gsub("^ ", ""):gsub(" $", ""))
end

return book
