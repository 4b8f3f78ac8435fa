/*
 * The page runs the chapter's own C program, compiled to WebAssembly, and lets the reader change
 * its inputs. No number is computed here: JavaScript asks the program (`--options` for what can
 * be changed, `--values` for every number) and writes the answers into the text, the figures
 * and the outputs. Nothing is loaded before the reader touches an input.
 *
 *   wasi.js            the WASI shim, a library (its licence stands beside it)
 *   STEM.program.js    window.bookPrograms["STEM"] = the program in base64
 */
"use strict";

/* --- Running a program ------------------------------------------------------------------ */

const scripts = {};

function loadScript(src) {
    scripts[src] ??= new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = src;
        script.onload = resolve;
        script.onerror = () => reject(new Error(`${src} is not there: build it with make live`));
        document.head.append(script);
    });
    return scripts[src];
}

const modules = {};

function program(stem) {
    modules[stem] ??= (async () => {
        await Promise.all([loadScript("wasi.js"), loadScript(`${stem}.program.js`)]);
        const text = atob(window.bookPrograms[stem]);
        return WebAssembly.compile(Uint8Array.from(text, c => c.charCodeAt(0)));
    })();
    return modules[stem];
}

/* Runs the program once, with these arguments; what it printed, and its exit status. `files` is
   what it finds in its folder: name -> text. */
async function runProgram(stem, args, files = {}) {
    const { WASI, ConsoleStdout, OpenFile, File, PreopenDirectory } = (await program(stem), window.bookWasi);
    const printed = { 1: "", 2: "" };
    const decoder = new TextDecoder();
    const pipe = fd => new ConsoleStdout(bytes => { printed[fd] += decoder.decode(bytes); });
    const entries = Object.entries(files).map(([name, text]) => [name, new File(new TextEncoder().encode(text))]);
    const folder = new PreopenDirectory(".", new Map(entries));
    const wasi = new WASI([stem, ...args], [], [new OpenFile(new File([])), pipe(1), pipe(2), folder], { debug: false });
    const instance = await WebAssembly.instantiate(await program(stem), { wasi_snapshot_preview1: wasi.wasiImport });
    return { status: wasi.start(instance), out: printed[1], err: printed[2] };
}

function parseValues(text) {
    return new Map(text.split("\n").filter(line => line.includes("\t")).map(line => line.split("\t")));
}

/* --- Numbers as the text prints them (the same rules as code/book/book.lua) --------------- */

function typeset(text) {
    const m = /^(-?)(\d+)(.*)$/.exec(text);
    if (!m) return text.replace(/^-inf$/, "−∞").replace(/^inf$/, "∞").replace(/^nan$/, "NaN");
    const digits = m[2].length > 4 ? m[2].replace(/\B(?=(\d{3})+$)/g, ",") : m[2];
    return (m[1] ? "−" : "") + digits + m[3];
}

/* C's %.Nf: a number just between two neighbors goes to the even one, where toFixed goes up. */
function fixed(v, digits) {
    const exact = Math.abs(v).toFixed(100);
    const end = exact.indexOf(".") + 1 + digits;
    const down = exact.slice(0, digits ? end : end - 1);
    return /^50*$/.test(exact.slice(end)) && /[02468]$/.test(down) ? (v < 0 ? "-" : "") + down : v.toFixed(digits);
}

/* C's %.Ne: at least two digits of exponent. */
function exponential(v, digits) {
    return v.toExponential(digits).replace(/e([+-])(\d)$/, "e$10$2");
}

/* C's %.Ng: whichever of the two is shorter, without zeros at the end. */
function general(v, digits) {
    const p = digits || 1, power = Number(v.toExponential(p - 1).split("e")[1]);
    if (power < -4 || power >= p) return exponential(v, p - 1).replace(/\.?0*e/, "e");
    const text = fixed(v, p - 1 - power);
    return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/* What C's printf makes of one number. */
function printf(format, v) {
    const kinds = { f: fixed, e: exponential, g: general };
    return format.replace(/%(?:\.(\d+))?([feg])/, (_, digits, kind) => kinds[kind](v, Number(digits ?? 6))).replace(/%%/g, "%");
}

function formatNumber(text, format, scale) {
    const v = Number(text) * Number(scale || 1);
    if (!Number.isFinite(v)) return typeset(text);
    if (format) return typeset(printf(format, v).replace(/^-(0\.?0*)$/, "$1"));
    if (Number.isInteger(v)) return typeset(String(v));
    return typeset(v.toFixed(4).replace(/\.?0+$/, "").replace(/^-0$/, "0"));
}

/* What stands in a figure: as text, or as a factor behind a dot. */
const inFigure = {
    signed: (text, rounded) => formatNumber(text, rounded, 1),
    factor: (text, rounded) => Number(text) < 0 ? `(${formatNumber(text, rounded, 1)})` : formatNumber(text, rounded, 1),
};

/* A number that the build drew with three decimals keeps three, unless it is whole now. */
function drawn(element, value) {
    const decimals = /\.(\d+)/.exec(original.get(element)?.text ?? element.textContent)?.[1].length;
    return inFigure[element.dataset.form](value, decimals && !Number.isInteger(Number(value)) ? `%.${decimals}f` : "");
}

/* --- What follows the reader's inputs ---------------------------------------------------- */

const own = document.querySelector("main").dataset.stem;
const changed = new Map(); /* option -> the reader's text, where it is not the default */
const original = new WeakMap();
const listeners = [];
let values = null; /* the last values that the program gave, or null: those of the build */

function setText(element, text) {
    if (!original.has(element)) original.set(element, { text: element.textContent, note: element.dataset.note });
    const was = original.get(element);
    if (element.textContent !== text) element.textContent = text;
    element.classList.toggle("changed", text !== was.text);
    if (element.dataset.note !== undefined) {
        element.dataset.note = text === was.text ? was.note : `computed in this page by code/${own}.c, from your inputs`;
    }
}

/* A value that there is no more, such as the second window of a map that has one, is a dash. */
function showValues() {
    for (const element of document.querySelectorAll("data.v:not(.measured)")) {
        const value = values.get(element.dataset.name);
        if (value === undefined && element.dataset.name.includes(":")) continue;
        element.value = value ?? "";
        setText(element, value === undefined ? "–" : formatNumber(value, element.dataset.fmt, element.dataset.scale));
    }
    for (const element of document.querySelectorAll("[data-when]")) {
        const value = values.get(element.dataset.when);
        if (value !== undefined) element.classList.toggle("on", Number(value) !== 0);
    }
    for (const element of document.querySelectorAll("tspan[data-name]")) {
        const value = values.get(element.dataset.name);
        if (value !== undefined || !element.dataset.name.includes(":")) setText(element, value === undefined ? "–" : drawn(element, value));
    }
}

/* What a screen reader says of a picture is what the page says below it. */
function sayFigures() {
    for (const figure of document.querySelectorAll("figure.drawn")) {
        const words = [...figure.querySelectorAll(".in-words > :not(summary)")].map(x => x.textContent).join(" ").replace(/\s+/g, " ").trim();
        for (const svg of figure.querySelectorAll("svg")) if (words) svg.setAttribute("aria-label", words);
    }
}

function paragraphs(output, part) {
    if (!part) return output.replace(/\n+$/, "");
    const all = output.split(/\n\n+/);
    return part.split("|").map(p => all.find(text => text.startsWith(p)) ?? "").join("\n\n").replace(/\n+$/, "");
}

/* The command of an output with the reader's inputs; a command that has its own keeps it. */
function commandOf(figure) {
    const kbd = figure.querySelector("kbd");
    const [path, ...command] = (original.get(kbd)?.text ?? kbd.textContent).split(" ");
    const taken = new Set(command.map(word => word.split("=")[0]));
    return [path, ...command, ...changedArguments().filter((_, i, all) => !taken.has(all[i - i % 2]))];
}

/* Several outputs may be parts of one run: each command runs once. */
async function runOutputs() {
    const runs = new Map(), outputs = [];
    for (const figure of document.querySelectorAll("figure.run")) {
        const [path, ...args] = commandOf(figure);
        if (path !== `build/bin/${own}`) continue;
        const command = [path, ...args].join(" ");
        if (!runs.has(command)) runs.set(command, (await runProgram(own, args)).out);
        outputs.push({ figure, command, text: paragraphs(runs.get(command), figure.dataset.part) });
    }
    return outputs;
}

function showOutputs(outputs) {
    for (const { figure, command, text } of outputs) {
        setText(figure.querySelector("kbd"), command);
        setText(figure.querySelector("pre code"), text);
    }
}

function changedArguments() {
    return [...changed].flat();
}

/* Asks the program; on success everything follows, on failure its own message is shown. */
let turn = 0;
async function recompute() {
    const mine = ++turn;
    const result = await runProgram(own, [...changedArguments(), "--values"]);
    if (mine !== turn) return;
    for (const message of document.querySelectorAll(".try output")) {
        message.textContent = result.err.trim() || (changed.size ? "Numbers, picture and outputs are yours; the sentences between them still tell of the first ones." : "");
        message.classList.toggle("refused", result.status !== 0);
    }
    showRefusal(result.err.trim());
    if (result.status !== 0) return;
    const outputs = await runOutputs();
    if (mine !== turn) return;
    values = parseValues(result.out);
    showValues();
    sayFigures();
    showOutputs(outputs);
    for (const listener of listeners) listener(values);
    showState();
}

/* What the program refuses is said where it was typed, too: a form can be longer than a screen. */
function showRefusal(message) {
    for (const form of document.querySelectorAll(".try form")) {
        let here = false;
        for (const set of form.querySelectorAll("fieldset")) {
            const about = new RegExp(`${set.dataset.option}(?![\\w-])`).test(message);
            set.querySelector(".why").textContent = about ? message : "";
            for (const input of set.querySelectorAll("input")) {
                const wrong = about && (input.value.trim() === "" || (Number.isNaN(Number(input.value)) && !/^[+-]?(nan|inf)/i.test(input.value.trim())));
                if (wrong) input.setAttribute("aria-invalid", "true");
                else input.removeAttribute("aria-invalid");
            }
            here ||= about;
        }
        form.querySelector("output").classList.toggle("spoken", here);
    }
}

function showState() {
    document.body.classList.toggle("own-numbers", changed.size > 0);
    const link = [...changed].map(([option, text]) => `${option.slice(2)}=${text.replaceAll(" ", "")}`).join("&");
    history.replaceState(null, "", link ? `#try:${link}` : location.hash.startsWith("#try:") ? "#" : location.hash || "#");
}

/* --- The form: built from what the program says of its options --------------------------- */

let options = null; /* name -> { kind, count, initial, words, help } */

async function loadOptions() {
    if (options) return options;
    const { out } = await runProgram(own, ["--options"]);
    options = new Map(out.trim().split("\n").map(line => {
        const [name, kind, count, now, list, help] = line.split("\t");
        const words = list.split("|");
        return [name, { name, kind, count: Number(count), initial: kind === "choice" ? words[Number(now)] : now, words, help }];
    }));
    return options;
}

function setOption(option, text) {
    if (text === option.initial) changed.delete(option.name);
    else changed.set(option.name, text);
}

function columnsOf(option, count, columns) {
    if (columns) return columns;
    const side = Math.sqrt(count);
    return Number.isInteger(side) && count > 4 ? side : count;
}

let waiting = 0;
function later(action) {
    clearTimeout(waiting);
    waiting = setTimeout(action, 5);
}

function numberInputs(option, columns) {
    const grid = document.createElement("div");
    grid.className = "grid";
    const cells = (changed.get(option.name) ?? option.initial).split(",");
    grid.style.setProperty("--columns", columnsOf(option, cells.length, columns));
    const inputs = cells.map((text, i) => {
        const input = document.createElement("input");
        input.value = text;
        input.autocomplete = "off";
        input.spellcheck = false;
        if (option.kind === "counts") input.inputMode = "numeric"; /* not for the others: some phones then offer no minus */
        input.addEventListener("focus", () => input.select());
        input.setAttribute("aria-label", `${option.name.slice(2)}, number ${i + 1} of ${cells.length}`);
        input.addEventListener("input", () => {
            setOption(option, inputs.map(x => x.value.trim() || "?").join(","));
            later(recompute);
        });
        return input;
    });
    grid.append(...inputs);
    grid.refresh = () => {
        const now = (changed.get(option.name) ?? option.initial).split(",");
        inputs.forEach((input, i) => { if (document.activeElement !== input) input.value = now[i] ?? ""; });
    };
    return grid;
}

function choiceInput(option) {
    const select = document.createElement("select");
    select.setAttribute("aria-label", option.name.slice(2));
    for (const word of option.words) select.append(new Option(word, word));
    select.refresh = () => { select.value = changed.get(option.name) ?? option.initial; };
    select.refresh();
    select.addEventListener("change", () => { setOption(option, select.value); recompute(); });
    return select;
}

function field(option, columns) {
    const set = document.createElement("fieldset");
    const legend = document.createElement("legend");
    legend.innerHTML = "<b></b> <span></span>";
    legend.firstChild.textContent = option.name.slice(2);
    legend.lastChild.textContent = option.help;
    const input = option.kind === "choice" ? choiceInput(option) : numberInputs(option, columns);
    listeners.push(() => input.refresh());
    set.dataset.option = option.name;
    const why = Object.assign(document.createElement("p"), { className: "why" });
    why.setAttribute("aria-hidden", "true"); /* the form's own message is spoken */
    set.append(legend, input, why);
    return set;
}

function button(text, action) {
    const b = document.createElement("button");
    b.type = "button";
    b.textContent = text;
    b.addEventListener("click", action);
    return b;
}

function reset() {
    changed.clear();
    recompute();
}

async function copyLink(event) {
    const b = event.target;
    try {
        await navigator.clipboard.writeText(location.href);
        b.textContent = "copied";
    } catch {
        b.textContent = "not allowed here: copy the address of this page";
    }
    setTimeout(() => { b.textContent = "copy a link with my numbers"; }, 3000);
}

/* "--map:4 --tie": the options that a box offers, with the columns of its grid. */
async function openForm(box) {
    const form = document.createElement("form");
    form.addEventListener("submit", event => event.preventDefault());
    const known = await loadOptions();
    for (const item of box.dataset.options.split(" ")) {
        const [name, columns] = item.split(":");
        if (known.has(name)) form.append(field(known.get(name), Number(columns) || 0));
    }
    const actions = document.createElement("p");
    actions.className = "actions";
    actions.append(button("reset", reset));
    if (navigator.clipboard) actions.append(button("copy a link with my numbers", copyLink));
    const message = document.createElement("output");
    message.setAttribute("aria-live", "polite");
    form.append(actions, message);
    box.querySelector(".live").replaceChildren(form);
}

/* The keyboard of a phone would cover what has just opened. */
function focusForm(box, touched) {
    const form = box.querySelector("form");
    form.tabIndex = -1;
    (touched ? form : form.querySelector("input, select") ?? form).focus({ preventScroll: touched });
}

function offerForms() {
    for (const box of document.querySelectorAll(".try")) {
        const live = document.createElement("div");
        live.className = "live";
        live.append(button("change the numbers here", event => openForm(box).then(() => focusForm(box, event.pointerType === "touch"))));
        box.append(live);
    }
}

/* What the link carries, of the options that a box or a board of this page offers. */
function carried(hash) {
    let text = hash;
    try { text = decodeURIComponent(hash); } catch { /* then the program says what is wrong with it */ }
    const offered = new Set([...document.querySelectorAll(".try")].flatMap(box => box.dataset.options.split(" ").map(item => item.split(":")[0])));
    for (const box of document.querySelectorAll(".board-box")) offered.add(box.dataset.option);
    return text.split("&").map(part => [`--${part.split("=")[0]}`, part.split("=").slice(1).join("=")]).filter(([name]) => offered.has(name));
}

/* A link with "#try:upstream=1,2,3&activation=relu" opens the page with these inputs. What the
   program refuses is not taken over; the page shows its own numbers, and why. */
async function followLink() {
    if (!location.hash.startsWith("#try:")) return;
    await loadOptions();
    changed.clear();
    for (const [name, text] of carried(location.hash.slice(5))) setOption(options.get(name), text);
    const tried = await runProgram(own, [...changedArguments(), "--values"]);
    const nothing = changed.size === 0;
    const boxes = boxesOf(changed);
    if (tried.status !== 0) changed.clear();
    for (const box of boxes.filter(x => !x.querySelector("form, .board"))) await (box.matches(".try") ? openForm(box) : openBoard(box));
    await recompute();
    if (tried.status !== 0 || nothing) {
        const why = nothing ? "It names no input of this page." : tried.err.trim();
        for (const message of document.querySelectorAll(".try output")) {
            message.textContent = `The link carries numbers that cannot be used. ${why}`;
            message.classList.add("refused");
        }
    }
    boxes[0]?.scrollIntoView();
}

/* The boxes and boards in which these options can be changed, or the first one of the page. */
function boxesOf(names) {
    const all = [...document.querySelectorAll(".try, .board-box")];
    const offers = box => (box.dataset.options ?? box.dataset.option).split(" ").map(item => item.split(":")[0]);
    const found = all.filter(box => offers(box).some(name => names.has(name)));
    return found.some(box => box.matches(".try")) ? found : [...found, document.querySelector(".try")].filter(Boolean);
}

offerForms();
addEventListener("DOMContentLoaded", followLink); /* the boards are in the next script */
addEventListener("hashchange", followLink);
