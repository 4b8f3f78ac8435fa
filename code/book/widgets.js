/*
 * What can be touched besides inputs: neurons whose wires light up, a map whose winners move, an
 * output that is walked through step by step. All numbers come from the page or, after a change,
 * from the program (live.js, loaded before this file).
 */
"use strict";

/* The value of a name: the reader's, or the one that the build put into the page. */
function valueNow(name) {
    return values?.get(name) ??
        document.querySelector(`data.v[data-name="${name}"], tspan[data-name="${name}"]`)?.getAttribute("value") ??
        document.querySelector(`tspan[data-name="${name}"]`)?.textContent.replace("−", "-").replace(/[()]/g, "") ?? "?";
}

/* --- A lens: the wires of one neuron ----------------------------------------------------- */

/* "blue: delta.fc1*w.fc1.blue + delta.fc2*w.fc2.blue = dp.blue" in words and numbers. */
function sayLens(spec) {
    const number = name => formatNumber(valueNow(name.trim()), "", 1);
    const factorOf = name => inFigure.factor(valueNow(name.trim()));
    const [sum, result] = spec.split("=");
    const products = sum.split("+").map(product => {
        const [first, ...rest] = product.split("*");
        return [number(first), ...rest.map(factorOf)].join(" · ");
    });
    return `${products.join("  +  ")}  =  ${number(result)}`;
}

/* A colour of the style sheet as the browser computes it. */
function computed(name) {
    const probe = document.createElement("i");
    probe.style.color = `var(--${name})`;
    document.body.append(probe);
    const colour = getComputedStyle(probe).color;
    probe.remove();
    return colour;
}

/* Fades what is drawn in the colour of another neuron; null shows everything. */
function showLens(figure, colours, colour) {
    const faded = colours.filter(c => colour && c !== colour).map(computed);
    for (const leaf of figure.querySelectorAll("svg path, svg polygon, svg circle, svg text")) {
        const style = getComputedStyle(leaf);
        leaf.classList.toggle("faded", faded.includes(style.stroke) || faded.includes(style.fill));
    }
}

function addLens(figure) {
    const bar = document.createElement("p");
    bar.className = "lens";
    const output = document.createElement("output");
    output.setAttribute("aria-live", "polite");
    const items = figure.dataset.lens.split("|").map(item => {
        const [head, spec] = item.split(/:(.*)/s);
        const [name, colour] = head.trim().split("@");
        return { name, colour: colour || name, spec };
    });
    const colours = items.map(item => item.colour);
    for (const { name, colour, spec } of items) {
        const b = button(name, () => light());
        b.className = colour;
        const light = () => {
            showLens(figure, colours, colour);
            output.textContent = `${name}: ${sayLens(spec)}`;
        };
        const off = () => showLens(figure, colours, null);
        const label = [...figure.querySelectorAll("svg text")].filter(text => text.textContent.trim() === name);
        for (const target of [b, ...label]) {
            target.addEventListener("mouseenter", light);
            target.addEventListener("mouseleave", off);
        }
        b.addEventListener("focus", light);
        b.addEventListener("blur", off);
        bar.append(b);
    }
    bar.append(output);
    figure.querySelector("figcaption").before(bar);
    listeners.push(() => { output.textContent = ""; });
}

/* --- A board: click a cell, make it the winner, watch the gradient move ------------------- */

/* A cell that is clicked becomes larger than everything in the map, by one; or as large. */
function crown(option, cells, i, equal) {
    const numbers = cells.map(Number).filter(Number.isFinite);
    const next = [...cells];
    next[i] = String(Math.max(...numbers) + (equal ? 0 : 1));
    setOption(option, next.join(","));
}

/* The arrow keys go from cell to cell. */
function stepOnBoard(event, buttons, columns) {
    const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[event.key];
    if (!by) return;
    event.preventDefault();
    const to = buttons.indexOf(document.activeElement) + by;
    buttons[to]?.focus();
}

function checkbox(text) {
    const label = document.createElement("label");
    const box = Object.assign(document.createElement("input"), { type: "checkbox" });
    label.append(box, ` ${text}`);
    return label;
}

async function openBoard(box) {
    const { option: name, x, dx, choice } = box.dataset, columns = Number(box.dataset.columns);
    const option = (await loadOptions()).get(name);
    const equal = checkbox("as large as the largest, not larger: a tie, if both are in one window");
    if (!values) await recompute();
    const grid = document.createElement("div");
    grid.className = "board";
    grid.style.setProperty("--columns", columns);
    const cells = () => (changed.get(name) ?? option.initial).split(",");
    const buttons = cells().map((_, i) => button("", async () => {
        crown(option, cells(), i, equal.firstChild.checked);
        await recompute();
        buttons[i].focus();
        said.textContent = `${buttons[i].textContent}`;
    }));
    const said = document.createElement("output");
    said.className = "spoken";
    said.setAttribute("aria-live", "polite");
    const draw = () => buttons.forEach((b, i) => {
        const place = `${Math.floor(i / columns)}.${i % columns}`;
        const value = formatNumber(values.get(`${x}.${place}`) ?? cells()[i], "", 1);
        const gradient = values.get(`${dx}.${place}`) ?? "0";
        b.innerHTML = '<span></span><small aria-hidden="true"></small><span class="spoken"></span>';
        b.children[0].textContent = value;
        b.children[1].textContent = Number(gradient) === 0 ? "" : `← ${formatNumber(gradient, "", 1)}`;
        b.children[2].textContent = `, gradient ${formatNumber(gradient, "", 1)}, row ${Math.floor(i / columns)}, column ${i % columns}`;
        b.classList.toggle("winner", Number(gradient) !== 0);
    });
    grid.append(...buttons);
    grid.addEventListener("keydown", event => stepOnBoard(event, buttons, columns));
    draw();
    listeners.push(draw);
    const actions = document.createElement("p");
    actions.className = "actions";
    actions.append(button("reset", reset));
    box.querySelector(".live").replaceChildren(grid, equal, ...(choice ? [field((await loadOptions()).get(choice), 0)] : []), actions, said);
}

function offerBoard(box) {
    const live = document.createElement("div");
    live.className = "live";
    live.append(button("open the board", () => openBoard(box).then(() => box.querySelector(".board button").focus())));
    box.append(live);
}

/* --- Steps: a long output, one paragraph at a time ---------------------------------------- */

function addSteps(figure) {
    const code = figure.querySelector("pre code");
    let at = -1;
    const output = document.createElement("output");
    output.setAttribute("aria-live", "polite");
    const draw = () => {
        const steps = code.textContent.split(/\n\n+/);
        code.replaceChildren(...steps.flatMap((text, i) => {
            const part = document.createElement("span");
            part.className = at < 0 || i === at ? "step now" : "step";
            part.textContent = text + (i + 1 < steps.length ? "\n\n" : "");
            return part;
        }));
        output.textContent = at < 0 ? `${steps.length} steps` : `${at + 1} of ${steps.length}: ${steps[at].split("\n")[0]}`;
        if (at >= 0) code.children[at].scrollIntoView({ block: "nearest" });
        return steps.length;
    };
    const go = by => () => {
        const n = code.textContent.split(/\n\n+/).length;
        at = by === 0 ? -1 : Math.max(0, Math.min(n - 1, at + by));
        draw();
    };
    const bar = document.createElement("p");
    bar.className = "lens";
    bar.append(button("← step back", go(-1)), button("step forward →", go(1)), button("show all", go(0)), output);
    figure.querySelector("figcaption").after(bar);
    draw();
    listeners.push(draw);
}

/* --- A walk: a figure, one step of the computation at a time ------------------------------- */

/* Does "image.1-3.2-4" mean image.2.3, and "conv" all of conv? */
function names(pattern, name) {
    const wanted = pattern.split("."), parts = name.split(".");
    if (wanted.length > parts.length) return false;
    return wanted.every((part, i) => {
        const range = /^(\d+)-(\d+)$/.exec(part);
        return range ? Number(parts[i]) >= Number(range[1]) && Number(parts[i]) <= Number(range[2]) : part === parts[i];
    });
}

/* The numbers of a picture, each with its middle, in the units of the picture. */
function cellsOf(svg) {
    return [...svg.querySelectorAll("tspan[data-name]")].map(tspan => {
        const group = tspan.closest("g[transform]");
        const [x, y] = group.getAttribute("transform").match(/-?[\d.]+/g).map(Number);
        return { tspan, group, name: tspan.dataset.name, x, y: y - 0.35 * parseFloat(group.getAttribute("font-size")) };
    });
}

/* The distance of neighbors in a map of cells. */
function pitch(cells) {
    const steps = cells.flatMap(a => [Math.abs(a.x - cells[0].x), Math.abs(a.y - cells[0].y)]).filter(d => d > 1);
    return steps.length ? Math.min(...steps) : 30;
}

/* A frame around the cells that a name means; `side` is the distance of cells in their map. */
function frame(svg, cells, side, kind) {
    const xs = cells.map(c => c.x), ys = cells.map(c => c.y);
    const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    const half = side / 2 + (kind === "ring" ? 0 : 3);
    const box = { x: Math.min(...xs) - half, y: Math.min(...ys) - half, width: Math.max(...xs) - Math.min(...xs) + 2 * half,
        height: Math.max(...ys) - Math.min(...ys) + 2 * half };
    for (const [key, value] of Object.entries(box)) rect.setAttribute(key, value);
    rect.setAttribute("class", `frame ${kind}`);
    svg.append(rect);
}

/* Lights what a step reads and makes, "pool w > logit", and frames the cells behind a colon. */
function lightStep(svg, on) {
    for (const old of svg.querySelectorAll(".frame")) old.remove();
    svg.classList.toggle("walking", on !== null);
    const cells = cellsOf(svg);
    const [flow, rings = ""] = (on ?? "").split(":");
    const [read, made] = flow.split(">").map(list => list.trim().split(/\s+/).filter(Boolean));
    for (const cell of cells) {
        const lit = on !== null && [...read, ...made].some(p => names(p, cell.name));
        cell.group.classList.toggle("lit", lit);
        const spot = cell.group.previousElementSibling;
        if (spot?.querySelector(".spot")) spot.classList.toggle("lit", lit);
    }
    if (on === null) return;
    for (const pattern of made) {
        const map = cells.filter(c => names(pattern, c.name));
        if (map.length) frame(svg, map, pitch(map), "made");
    }
    for (const pattern of rings.trim().split(/\s+/).filter(Boolean)) {
        const map = cells.filter(c => names(pattern.split(".")[0], c.name));
        const ringed = map.filter(c => names(pattern, c.name));
        if (ringed.length) frame(svg, ringed, pitch(map), "ring");
    }
}

/* What a step makes is to be seen between the head of the page and the words of the step. These stick
   to the bottom of the screen once enough of the figure is above them: then, look again. */
function bringIntoView(figure, walk) {
    for (let look = 0; look < 2; look++) {
        const boxes = [...figure.querySelectorAll(".frame.made")].map(x => x.getBoundingClientRect()).filter(b => b.height > 0);
        if (boxes.length === 0) return;
        const head = document.querySelector(".top").getBoundingClientRect().bottom + 30;
        const above = Math.min(...boxes.map(b => b.top)) - head;
        const below = Math.max(...boxes.map(b => b.bottom)) + 10 - Math.min(walk.getBoundingClientRect().top, innerHeight - walk.offsetHeight);
        scrollBy({ top: above < 0 ? above : Math.min(above, Math.max(0, below)), behavior: "instant" });
    }
}

function addWalk(figure) {
    const walk = figure.querySelector(".walk");
    const items = [...walk.querySelectorAll("li")];
    let at = 0;
    const count = document.createElement("span");
    const show = to => {
        at = to;
        items.forEach((item, i) => { item.hidden = i !== at; });
        count.textContent = `step ${at + 1} of ${items.length}`;
        back.disabled = at === 0;
        forward.disabled = at === items.length - 1;
        for (const svg of figure.querySelectorAll("svg")) lightStep(svg, walk.open ? items[at].dataset.on : null);
        if (!walk.open) return;
        bringIntoView(figure, walk);
        requestAnimationFrame(() => bringIntoView(figure, walk)); /* what is above may be laid out only now */
    };
    const go = by => {
        const had = document.activeElement;
        show(Math.max(0, Math.min(items.length - 1, at + by)));
        if (had === back && back.disabled) forward.focus();
        if (had === forward && forward.disabled) back.focus();
    };
    const back = button("← back", () => go(-1)), forward = button("next →", () => go(1));
    const bar = document.createElement("p");
    bar.className = "lens";
    bar.append(back, forward, count);
    walk.querySelector("summary").after(bar);
    walk.querySelector("ol").setAttribute("aria-live", "polite");
    walk.addEventListener("keydown", event => {
        const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
        if (!by || event.altKey || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        event.stopPropagation();
        go(by);
    });
    walk.addEventListener("toggle", () => {
        show(0);
    });
    show(0);
}

for (const walk of document.querySelectorAll("figure .walk")) addWalk(walk.closest("figure"));
for (const figure of document.querySelectorAll("figure[data-lens]")) addLens(figure);
for (const box of document.querySelectorAll(".board-box")) offerBoard(box);
for (const figure of document.querySelectorAll("figure.run[data-steps]")) addSteps(figure);
