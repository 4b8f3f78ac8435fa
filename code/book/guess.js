/*
 * Predict first: a box that asks for a number takes a guess (code/book/guess.lua says what is in it).
 * A wrong guess is compared with the numbers that known beliefs give, which the program computed;
 * then with what becomes of the right sum when a wire, a factor or a sign is forgotten in it.
 */
"use strict";

/* --- What was typed ------------------------------------------------------------------------ */

/* "−1,5" and "3/4" are numbers too; what is none is NaN. */
function typedNumber(text) {
    const parts = text.replaceAll("−", "-").replaceAll(",", ".").split("/").map(part => (part.trim() ? Number(part) : NaN));
    return parts.length > 2 ? NaN : parts.reduce((a, b) => a / b);
}

function near(a, b) {
    return Math.abs(a - b) <= (Number.isInteger(b) ? 1e-9 : 5e-3 * Math.max(1, Math.abs(b)));
}

/* What a value is with the reader's inputs; `item` has the one of the build. */
function valueOf(item) {
    return Number(values && !item.name.includes(":") ? values.get(item.name) : item.value);
}

/* --- The sum behind an answer, and what forgetting makes of it ------------------------------ */

const times = factors => factors.reduce((a, b) => a * b, 1);
const plus = terms => terms.reduce((a, factors) => a + times(factors), 0);
const without = (factors, k) => factors.filter((_, i) => i !== k);

/* "2 · 1 + 3 · 0 + 6 · (−2)" */
function written(terms) {
    return terms.map((factors, t) => factors.map((x, i) =>
        (t || i ? inFigure.factor : inFigure.signed)(String(x))).join(" · ")).join(" + ");
}

/* "FC1, FC2 and FC3" */
function named(words) {
    return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/* All choices of some wires: not of none. */
function choices(wires) {
    return Array.from({ length: 2 ** wires.length - 1 }, (_, bits) => wires.filter((_, i) => (bits + 1) >> i & 1));
}

const isOrAre = list => `${named(list.map(w => w.from))} ${list.length > 1 ? "are" : "is"} missing`;

/* Each way below says the terms that are left, why, and how far it is from the right sum: `odd`.
   Wires are forgotten. */
function missing(wires) {
    return choices(wires).filter(gone => gone.length < wires.length).map(gone => {
        const left = wires.filter(w => !gone.includes(w));
        return { left, terms: left.map(w => w.factors), why: isOrAre(gone), odd: (1 + gone.length) / 2 };
    });
}

/* One kind of factor is forgotten: on all wires, or on some while the rest is right. */
function partly(wires, kinds) {
    return kinds.flatMap((kind, k) => choices(wires).map(some => {
        const all = some.length === wires.length;
        return { left: wires, without: k, terms: wires.map(w => (some.includes(w) ? without(w.factors, k) : w.factors)),
            why: `the ${kind} is left out${all ? "" : ` for ${named(some.map(w => w.from))}`}`, odd: all ? 1 : some.length + 0.5 };
    }));
}

/* The sign is turned on one wire, or lost on all that bring something negative. */
function turned(wires) {
    const below = wires.filter(w => times(w.factors) < 0);
    return [...wires.map(w => [w]), below].filter(some => some.length && some.length < wires.length).map(some => ({
        left: wires, terms: wires.map(w => (some.includes(w) ? [-w.factors[0], ...w.factors.slice(1)] : w.factors)),
        why: `the sign is turned for ${named(some.map(w => w.from))}`, odd: 1.5 }));
}

/* One kind of factor is forgotten on some wires, and the others are missing. */
function scraps(wires, kinds) {
    return kinds.flatMap((kind, k) => missing(wires).map(({ left, terms, why, odd }) => ({
        left, without: k, terms: terms.map(factors => without(factors, k)), why: `the ${kind} is left out, and ${why}`, odd: odd + 0.5 })));
}

/* What comes along some wires is multiplied, or all that is not zero. */
function multiplied(wires) {
    const why = "this multiplies what is to be added", factors = wires.flatMap(w => w.factors).filter(x => x !== 0);
    const ways = choices(wires).filter(some => some.length > 1).map(some => ({
        value: times(some.flatMap(w => w.factors)), text: some.map(w => `(${written([w.factors])})`).join(" · "), why, odd: 2 }));
    return [...ways, { value: times(factors), text: written([factors]), why, odd: 2 }];
}

/* "3 + 6", or, of a single number, which one it is. */
function say({ text, left, terms, without: k }, kinds) {
    const alone = !text && terms.length === 1 && terms[0].length === 1 && kinds.length === 2;
    return text ?? (alone ? `the ${kinds[1 - k]} of ${left[0].from}` : written(terms));
}

/* The likeliest ways in which the sum becomes this number: at most one of a kind, and none that is
   much less likely than the best. */
function explanations(guess, wires, kinds) {
    const factors = wires.some(w => w.factors.length > 1) ? kinds : [];
    const families = [missing(wires), partly(wires, factors), turned(wires), scraps(wires, factors), wires.length > 1 ? multiplied(wires) : []];
    const found = families.map(ways => ways.filter(way => near(guess, way.value ?? plus(way.terms))).sort((a, b) => a.odd - b.odd)[0]).filter(Boolean);
    const best = Math.min(...found.map(way => way.odd));
    return found.filter(way => way.odd < best + 1).sort((a, b) => a.odd - b.odd).slice(0, 2).map(way => `${say(way, kinds)}: ${way.why}`);
}

/* --- The answer to a guess ------------------------------------------------------------------ */

/* Where to begin. */
function firstStep(wires, kinds) {
    const [first, ...rest] = wires;
    if (!first) return "Look at the question once more, or read on.";
    if (!rest.length) return `It is one product: ${kinds.join(" times ")}.`;
    return `Begin with ${first.from}: ${written([first.factors])}. Then the same for ${named(rest.map(w => w.from))}, and add.`;
}

function wrong(guess, right, wires, kinds) {
    const shown = formatNumber(String(guess), "", 1);
    if (near(guess, -right)) {
        const negative = wires.flatMap(w => w.factors).some(x => x < 0);
        return `Almost: the size is right, the sign is not.${negative ? " Which factor is negative?" : ""}`;
    }
    const ways = explanations(guess, wires, kinds);
    if (ways.length) return `Not so. ${shown} is ${ways.join("; or it is ")}.`;
    return `Not so; and none of the usual mistakes gives ${shown}. ${firstStep(wires, kinds)}`;
}

function judge(item, kinds, typed) {
    const guess = typedNumber(typed), right = valueOf(item);
    if (Number.isNaN(guess)) return "Type a number, such as 3 or −1.5.";
    if (Number.isNaN(right)) return "With your inputs there is no such number.";
    /* With the reader's inputs other wires may be there than the text names. */
    const asked = item.wires.map(wire => ({ from: wire.from, factors: wire.factors.map(valueOf) }));
    const wires = near(plus(asked.map(w => w.factors)), right) ? asked : [];
    if (near(guess, right)) return wires.length ? `Yes: ${written(wires.map(w => w.factors))} = ${formatNumber(String(right), "", 1)}.` : "Yes.";
    const beliefs = item.beliefs.filter(b => near(guess, valueOf(b)));
    return beliefs.length ? `Not so. ${beliefs.slice(0, 2).map(b => b.says).join(" Or: ")}` : wrong(guess, right, wires, kinds);
}

/* --- The form ------------------------------------------------------------------------------- */

function guessField(item, many) {
    const label = document.createElement("label");
    const input = Object.assign(document.createElement("input"), { autocomplete: "off", size: 6, enterKeyHint: "done" });
    input.addEventListener("focus", () => input.select());
    label.append(many ? `${item.ask} ` : "Your guess ", input);
    return label;
}

/* "violet: Yes." */
function answerLine(ask, says) {
    const line = document.createElement("span");
    if (ask) line.append(Object.assign(document.createElement("b"), { textContent: `${ask.split(":")[0]}: ` }));
    line.append(says);
    return line;
}

function offerGuess(box) {
    const items = JSON.parse(box.dataset.guess), kinds = JSON.parse(box.dataset.factors);
    const form = document.createElement("form");
    form.className = "guess";
    const fields = items.map(item => guessField(item, items.length > 1));
    const output = document.createElement("output");
    output.setAttribute("aria-live", "polite");
    form.append(...fields, Object.assign(document.createElement("button"), { textContent: "compare" }), output);
    form.addEventListener("submit", event => {
        event.preventDefault();
        const typed = fields.map(field => field.querySelector("input").value);
        output.replaceChildren(...items.map((item, i) => answerLine(items.length > 1 ? item.ask : "", judge(item, kinds, typed[i]))));
        output.scrollIntoView({ block: "nearest" });
        if (document.activeElement.matches(".guess input")) document.activeElement.select();
    });
    listeners.push(() => { output.textContent = ""; });
    box.append(form);
}

for (const box of document.querySelectorAll("[data-guess]")) offerGuess(box);
