--[[
A picture drawn by gnuplot, made fit to stand inside of a page: without its XML head, its ids
made unique, and its palette (figures/style.gp) replaced by the page's CSS variables, so that
the dark page has light lines.
]]
local compact = require "compact"
local figure = {}

local variables = {
    ["#1a1a1a"] = "ink", ["#6b6b6b"] = "muted", ["#d0d0d0"] = "faint", ["#ffffff"] = "paper",
    ["#0a5fb4"] = "blue", ["#8b3fa0"] = "violet", ["#0b8fa6"] = "cyan", ["#1b7f4d"] = "green",
    ["#c8500a"] = "grad", ["#fbe3d2"] = "tint", ["#b3261e"] = "wrong", ["#efefef"] = "loser",
    ["#000000"] = "ink",
}
local names = { black = "#000000", white = "#ffffff" }

local function hex(colour)
    local r, g, b = colour:match("^rgb%(%s*(%d+),%s*(%d+),%s*(%d+)%)$")
    if r then return ("#%02x%02x%02x"):format(tonumber(r), tonumber(g), tonumber(b)) end
    return names[colour] or colour:lower()
end

-- fill and stroke attributes of one tag become one style attribute.
local function restyle(tag)
    if tag:find("url(#textbox)", 1, true) then -- gnuplot's box behind a label: a halo instead
        return (tag:gsub("%sfill=\"[^\"]*\"", ""):gsub("%sstroke=\"[^\"]*\"", "")
                   :gsub("style='.-'", 'style="fill:var(--paper);stroke:var(--paper);stroke-width:6;stroke-linejoin:round"'))
    end
    local style = {}
    for _, property in ipairs { "fill", "stroke" } do
        tag = tag:gsub("%s" .. property .. "%s*=%s*([\"'])(.-)%1", function(_, colour)
            local variable = variables[hex(colour)]
            style[#style + 1] = property .. ":" .. (variable and "var(--" .. variable .. ")" or colour)
            return ""
        end)
    end
    if #style == 0 then return tag end
    return (tag:gsub("(/?>)$", ' style="' .. table.concat(style, ";") .. '"%1'))
end

-- Paths around (0, 0): a field of that size; an arrow from there to (x, y).
local shapes = {
    spot = function(w, h) return ("M%.2f,%.2fh%.2fv%.2fh%.2fz"):format(-w / 2, -h / 2, w, h, -w) end,
    route = function(x, y)
        local length = math.sqrt(x * x + y * y)
        local points = {}
        for _, p in ipairs { { 0, 1.7 }, { length - 13, 1.7 }, { length - 13, 6 }, { length, 0 },
                             { length - 13, -6 }, { length - 13, -1.7 }, { 0, -1.7 } } do
            points[#points + 1] = ("%.2f,%.2f"):format((p[1] * x - p[2] * y) / length, (p[1] * y + p[2] * x) / length)
        end
        return "M" .. table.concat(points, "L") .. "z"
    end,
}

-- `id` is the figure's own; `label` what a screen reader says; `class` may be wide or narrow.
function figure.inline(svg, id, label, class)
    svg = svg:gsub("^.-(<svg)", "%1"):gsub("<!%-%-.-%-%->", ""):gsub("<desc>.-</desc>%s*", "")
             :gsub("<title>.-</title>%s*", "")
    svg = svg:gsub("%s*<filter.-</filter>", "")
    svg = svg:gsub("<%a[^>]*>", restyle)
    svg = svg:gsub("id=([\"'])(.-)%1", function(q, name) return "id=" .. q .. id .. "-" .. name .. q end)
    svg = svg:gsub("xlink:href=([\"'])#(.-)%1", function(q, name) return "href=" .. q .. "#" .. id .. "-" .. name .. q end)
    svg = svg:gsub("url%(#(.-)%)", function(name) return "url(#" .. id .. "-" .. name .. ")" end)
    svg = svg:gsub("%sxmlns:xlink=([\"']).-%1", ""):gsub("font%-family=([\"']).-%1", "")
    -- A field or an arrow that is there only while a value is not zero (style.gp's spot and route).
    svg = svg:gsub("<text><tspan[^>]*>⟦(%a+)¦([^¦⟧]*)¦([01]) (%S+) (%S-)⟧</tspan></text>", function(form, name, on, a, b)
        return ('<path class="when %s%s" data-when="%s" d="%s"/>'):format(form, on == "1" and " on" or "", name:gsub("‗", "_"),
            shapes[form](tonumber(a), tonumber(b)))
    end)
    -- A marked number (style.gp's shown) becomes an element that the page can change.
    svg = svg:gsub("⟦(%a+)¦(.-)¦(.-)⟧", function(form, name, text)
        return ('<tspan data-form="%s" data-name="%s">%s</tspan>'):format(form, name:gsub("‗", "_"), text)
    end)
    local view = svg:match("viewBox=[\"'](.-)[\"']") or "0 0 640 400"
    local width, height = view:match("^%S+ %S+ (%S+) (%S+)")
    local smallest = math.huge
    for size in svg:gmatch("font%-size=[\"']([%d.]+)") do
        if tonumber(size) > 2 then smallest = math.min(smallest, tonumber(size)) end -- a mark of spot or route has size 1
    end
    -- On a phone its smallest letters stay as large as 9 pixels; on a wide page they do not grow for ever.
    local least = smallest < math.huge and ("--least:%dpx;"):format(math.ceil(9 * width / smallest)) or ""
    local head = ('<svg%s role="img" aria-label="%s" viewBox="%s" width="%s" height="%s" style="%s--most:%dpx;aspect-ratio:%s/%s" stroke-linecap="round" stroke-linejoin="round" xmlns="http://www.w3.org/2000/svg">')
        :format(class and (' class="%s"'):format(class) or "", (label:gsub("&", "&amp;"):gsub("<", "&lt;"):gsub('"', "&quot;")), view, width, height, least, math.floor(1.1 * width), width, height)
    return (compact.svg(svg):gsub("^<svg.->", function() return head end, 1))
end

local hexes = {}
for colour, name in pairs(variables) do hexes[name] = hexes[name] or colour end
hexes.ink = "#1a1a1a"

-- The picture as a file: for readers that know no variables and run no script.
function figure.alone(svg, id)
    svg = figure.inline(svg, id, "")
    svg = svg:gsub('<path class="when %a+" [^>]*>', ""):gsub(' class="when %a+ on" data%-when="[^"]*"', "")
             :gsub('<tspan data%-form[^>]*>(.-)</tspan>', "%1")
             :gsub("var%(%-%-(%a+)%)", hexes)
             :gsub(' style="[^"]*%-%-most[^"]*"', "", 1)
             :gsub(' role="img" aria%-label=""', ' font-family="sans-serif"', 1)
    return '<?xml version="1.0" encoding="utf-8"?>\n' .. svg
end

return figure
