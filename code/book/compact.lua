--[[
gnuplot draws a circle as a polygon of two hundred corners, a square as a field and an outline,
each in groups of their own, and a picture as one polygon a pixel. The same drawing with a tenth
of the elements: what figure.lua puts into a page, after it has set the colours.
]]
local compact = {}

-- One decimal is a tenth of a point.
local function short(number)
    return (("%.1f"):format(tonumber(number)):gsub("%.0$", ""):gsub("^%-0$", "0"))
end

local function points_of(text)
    local points = {}
    for x, y in text:gmatch("(%-?[%d.]+),(%-?[%d.]+)") do points[#points + 1] = { tonumber(x), tonumber(y) } end
    return points
end

local function box_of(points)
    local left, top, right, bottom = math.huge, math.huge, -math.huge, -math.huge
    for _, p in ipairs(points) do
        left, right = math.min(left, p[1]), math.max(right, p[1])
        top, bottom = math.min(top, p[2]), math.max(bottom, p[2])
    end
    return left, top, right, bottom
end

-- {left, top, right, bottom} of an upright rectangle, or nil.
local function rectangle(points)
    if #points < 4 or #points > 5 then return nil end
    local left, top, right, bottom = box_of(points)
    for _, p in ipairs(points) do
        if (p[1] ~= left and p[1] ~= right) or (p[2] ~= top and p[2] ~= bottom) then return nil end
    end
    return { left, top, right, bottom }
end

local function rectangle_path(r)
    return ("M%s,%sH%sV%sH%sz"):format(short(r[1]), short(r[2]), short(r[3]), short(r[4]), short(r[1]))
end

-- The circle that a polygon of many corners stands for, or nil.
local function circle(points)
    if #points < 40 then return nil end
    local left, top, right, bottom = box_of(points)
    local x, y, r = (left + right) / 2, (top + bottom) / 2, (right - left) / 2
    for _, p in ipairs(points) do
        if math.abs(math.sqrt((p[1] - x) ^ 2 + (p[2] - y) ^ 2) - r) > 0.05 then return nil end
    end
    return ('<circle cx="%s" cy="%s" r="%s"'):format(short(x), short(y), short(r))
end

-- A closed line as a shape: the tag, still open for a style.
local function shape(text)
    local points = points_of(text)
    local r = rectangle(points)
    if r then return '<path d="' .. rectangle_path(r) .. '"' end
    local round = circle(points)
    if round then return round end
    local corners = {}
    for i, p in ipairs(points) do corners[i] = short(p[1]) .. "," .. short(p[2]) end
    return '<path d="M' .. table.concat(corners, "L") .. 'z"'
end

-- The fields of a picture, row by row: neighbors of one colour are one field, all of one colour one path.
local function merge_fields(fields)
    local order, paths, last = {}, {}, nil
    local function finish()
        if not last then return end
        if not paths[last.fill] then
            paths[last.fill] = {}
            order[#order + 1] = last.fill
        end
        table.insert(paths[last.fill], rectangle_path(last.box))
    end
    for _, f in ipairs(fields) do
        local b = f.box
        if last and last.fill == f.fill and last.box[3] == b[1] and last.box[2] == b[2] and last.box[4] == b[4] then
            last.box[3] = b[3]
        else
            finish()
            last = f
        end
    end
    finish()
    local out = {}
    for i, fill in ipairs(order) do out[i] = ('<path d="%s" style="fill:%s"/>'):format(table.concat(paths[fill]), fill) end
    return table.concat(out)
end

-- What is filled: shapes, or a picture of many fields.
local function filled(group)
    local fields, shapes, polygons = {}, {}, select(2, group:gsub("<polygon", ""))
    for text, fill in group:gmatch("<polygon points = '([^']*)' style=\"fill:([^\"]*)\"/>") do
        local r = rectangle(points_of(text))
        fields[#fields + 1] = r and { box = r, fill = fill } or nil
        shapes[#shapes + 1] = shape(text) .. (' style="fill:%s;stroke:none"/>'):format(fill)
    end
    if #shapes < polygons then return nil end -- there is more to say of one than its colour
    if #shapes == 1 or #fields < #shapes then return table.concat(shapes) end
    return '<g shape-rendering="crispEdges" style="stroke:none">' .. merge_fields(fields) .. "</g>"
end

-- A line: closed, it is a shape; open, it has shorter numbers.
local function line(d, stroke)
    local corners = d:match("^M([^MZ]*)Z%s*$")
    if corners then return shape(corners) .. (' style="fill:none;stroke:%s"/>'):format(stroke) end
    local numbers = d:gsub("%-?[%d.]+", short):gsub(" +L", "L"):gsub("%s+$", "")
    return ('<path d="%s" style="stroke:%s"/>'):format(numbers, stroke)
end

-- A shape that is filled and then outlined is one.
local function join_outlines(svg)
    return (svg:gsub('(<[^<>]-) style="fill:([^"]*);stroke:none"/>(<[^<>]-) style="fill:none;stroke:([^"]*)"/>',
        function(inner, fill, outer, stroke)
            if inner == outer then return ('%s style="fill:%s;stroke:%s"/>'):format(inner, fill, stroke) end
        end))
end

-- Groups that follow each other and look alike are one; a group of nothing goes.
local function join_groups(svg)
    local length
    repeat
        length = #svg
        svg = svg:gsub("<g[^>]*></g>", "")
    until #svg == length
    local out, stack, closed = {}, {}, nil
    for tag, text in svg:gmatch("(<[^>]*>)([^<]*)") do
        if tag == "</g>" then
            closed = table.remove(stack)
        elseif tag:find("^<g ") then
            stack[#stack + 1] = tag
            if out[#out] == "</g>" and tag == closed and not tag:find("transform") then
                out[#out], tag = nil, ""
            end
        end
        out[#out + 1] = tag .. text
    end
    return table.concat(out)
end

-- Shapes that follow each other in the same style are one.
local function join_shapes(svg)
    local out, at, style, run = {}, 1, nil, {}
    local function finish()
        if style then out[#out + 1] = ('<path d="%s" style="%s"/>'):format(table.concat(run), style) end
        style, run = nil, {}
    end
    for before, d, s, after in svg:gmatch('()<path d="(M[^"]*z)" style="([^"]*)"/>()') do
        if before ~= at or s ~= style then
            finish()
            out[#out + 1] = svg:sub(at, before - 1)
            style = s
        end
        run[#run + 1] = d
        at = after
    end
    finish()
    out[#out + 1] = svg:sub(at)
    return table.concat(out)
end

-- A label of one piece needs no piece of its own; the start is where a text is anchored anyway.
local function plain_labels(svg)
    svg = svg:gsub("<text><tspan%s*>([^<]*)</tspan></text>", "<text>%1</text>")
             :gsub("<text><tspan%s*>(<tspan [^<]*</tspan>)</tspan></text>", "<text>%1</text>")
    return (svg:gsub('%s+text%-anchor="start"', ""):gsub('font%-size="([%d.]+)"', function(n) return 'font-size="' .. short(n) .. '"' end)
               :gsub('translate%((%-?[%d.]+),(%-?[%d.]+)%)', function(x, y) return ("translate(%s,%s)"):format(short(x), short(y)) end))
end

function compact.svg(svg)
    if not svg:find("<use [^>]*transform='translate") then -- no points are plotted
        svg = svg:gsub("<defs>.-</defs>", function(defs) return defs:find("gpPt") and "" or defs end)
    end
    svg = svg:gsub(">%s+<", "><")
    svg = svg:gsub(' color="%a+" stroke%-width="([%d.]+)" stroke%-linecap="round" stroke%-linejoin="round"', function(width)
        return (' stroke-width="%s"'):format(short(width))
    end)
    svg = svg:gsub("<g shape%-rendering='crispEdges' style=\"stroke:none\">(.-)</g>", filled)
    svg = svg:gsub("<path%s+d='([^']*)' style=\"stroke:([^\"]*)\"/>", line)
    return join_shapes(join_groups(join_outlines(plain_labels(svg))))
end

return compact
