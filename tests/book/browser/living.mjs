/*
 * What a reader does with a page, by keyboard alone: change inputs, mistype, reset, pass a link on,
 * guess, follow the wires of a neuron, move a winner, walk through the steps, search.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { address, build, check, html, programs, visit } from "./site.mjs";

const native = (stem, ...args) => spawnSync(join(build, "bin", stem), args, { encoding: "utf8" });
const state = page => page.evaluate(() => [...document.querySelectorAll("data.v, tspan[data-name], figure.run pre code")].map(x => x.textContent).join("|"));
const settled = page => page.evaluate(async () => { await new Promise(r => setTimeout(r, 30)); await recompute(); });
const focused = page => page.evaluate(() => document.activeElement?.textContent?.trim() || document.activeElement?.tagName);

/* Opens the first box with the Enter key; the first input has the focus then. */
async function open(page) {
    await page.locator(".try .live button").first().focus();
    await page.keyboard.press("Enter");
    await page.locator(".try input").first().waitFor();
    check(await page.evaluate(() => document.activeElement.matches(".try input, .try select")), `${page.url()}: an opened box does not take the focus`);
}

async function mistype(page, stem) {
    const before = await state(page);
    const option = await page.locator(".try").first().evaluate(x => x.dataset.options.split(" ")[0].split(":")[0]);
    const cells = await page.locator(".try").first().locator("fieldset").first().locator("input").evaluateAll(all => all.map(x => x.value));
    await page.keyboard.press("Control+A");
    await page.keyboard.type("two");
    await page.locator(".try output.refused", { hasText: '"two"' }).first().waitFor();
    const said = (await page.locator(".try output.refused").first().textContent()).trim();
    const right = native(stem, option, ["two", ...cells.slice(1)].join(",")).stderr.trim();
    check(said === right && said !== "", `${stem}: a wrong input does not get the program's message`, `page ${said}\nprogram ${right}`);
    check(await state(page) === before, `${stem}: a wrong input changes the numbers`);
    const set = page.locator(".try").first().locator("fieldset").first();
    check(await set.locator(".why").textContent() === right, `${stem}: a wrong input is not told where it was typed`, await set.locator(".why").textContent());
    check(await page.locator(".try [aria-invalid]").count() === 1 && await set.locator("input").first().getAttribute("aria-invalid") === "true",
        `${stem}: not the wrong input is marked`);
}

async function changeAndReset(page, stem, before) {
    await page.keyboard.press("Control+A");
    await page.keyboard.type("7");
    await settled(page);
    const after = await state(page);
    check(after !== before, `${stem}: a change changes nothing`);
    check(await page.locator(".try output.refused, .try [aria-invalid], .try output.spoken").count() === 0, `${stem}: the message stays after the mistake is mended`);
    const link = page.url();
    check(link.includes("#try:"), `${stem}: the address does not carry the inputs`, link);
    const reset = page.locator(".try button", { hasText: "reset" }).first();
    await reset.focus();
    await page.keyboard.press("Enter");
    await settled(page);
    check(await state(page) === before, `${stem}: reset does not restore the page`);
    check(await page.locator(".changed").count() === 0, `${stem}: something is still marked as changed after reset`);
    check(!page.url().includes("#try:"), `${stem}: the address still carries inputs after reset`, page.url());
    return { link, after };
}

async function inputs(stem) {
    let carried = null;
    await visit(`${stem}.html`, { purpose: "inputs" }, async page => {
        if (await page.locator(".try").count() === 0) return;
        const before = await state(page);
        await open(page);
        await mistype(page, stem);
        carried = await changeAndReset(page, stem, before);
    });
    if (!carried) return;
    const hash = carried.link.slice(carried.link.indexOf("#"));
    await visit(`${stem}.html`, { purpose: "link" }, async page => {
        await page.locator(".try form").first().waitFor();
        await settled(page);
        check(await state(page) === carried.after, `${stem}: the link ${hash} does not bring the numbers back`);
        check(await page.locator(".try form").count() < Math.max(2, await page.locator(".try").count()), `${stem}: a link opens boxes that it says nothing about`);
        const before = await state(page);
        await page.evaluate(x => { location.hash = x; }, hash.replace(/=[^&]*/, x => x.replace(/\d+/, "5")));
        await page.waitForTimeout(300);
        await settled(page);
        check(await state(page) !== before, `${stem}: another link, put into the address of the open page, is not followed`);
    }, hash);
}

/* A finger: what opens is not covered by the phone's keyboard, and a term says what it means before it leads away. */
async function fingers(stem) {
    await visit(`${stem}.html`, { purpose: "fingers", viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }, async page => {
        if (await page.locator(".try").count() > 0) {
            await page.locator(".try .live button").first().tap();
            await page.locator(".try form").first().waitFor();
            await page.waitForTimeout(50);
            check(await page.evaluate(() => document.activeElement.matches(".try form")), `${stem}: what a finger opens calls the keyboard up`);
            await page.locator(".try input").first().tap();
            check(await page.evaluate(() => { const x = document.activeElement; return x.selectionStart === 0 && x.selectionEnd === x.value.length; }),
                `${stem}: who taps an input has to delete what is in it`);
        }
        const term = page.locator("main a.term").first();
        if (await term.count() === 0) return;
        const here = page.url();
        await term.tap();
        await page.waitForTimeout(200);
        check(page.url() === here && (await page.locator("#note").textContent()).startsWith(await term.getAttribute("data-note")), `${stem}: a tap on a term does not say what it means`, page.url());
        await term.tap();
        await page.waitForURL(/#term-/);
    });
}

/* A cross reference that has the focus shows where it leads, and shows it on the screen. */
async function previews(stem) {
    await visit(`${stem}.html`, { purpose: "previews" }, async page => {
        const links = page.locator('main p a[href*="#"]:not(.anchor, .term, [role], [href*="#fn"], [href^="#cb"], [href^="http"])');
        let shown = 0;
        for (const link of (await links.all()).slice(0, 6)) {
            for (const block of ["start", "end"]) {
                await link.evaluate((x, b) => { x.blur(); x.scrollIntoView({ block: b, behavior: "instant" }); x.focus({ preventScroll: true }); }, block);
                await page.waitForTimeout(60);
                const box = await page.evaluate(() => { const x = document.querySelector(".preview"), b = x?.getBoundingClientRect();
                    return x && !x.hidden ? { top: b.top, bottom: b.bottom, high: innerHeight } : null; });
                if (!box) continue; /* figures and boxes have no text to show */
                shown++;
                check(box.top >= 0 && box.bottom <= box.high, `${stem}: a preview is cut off`, JSON.stringify(box));
            }
        }
        const first = links.first();
        if (await first.count() === 0) return;
        await page.evaluate(() => { document.activeElement.blur(); });
        await first.hover();
        await page.waitForTimeout(100);
        const card = page.locator(".preview:not([hidden])");
        if (await card.count() > 0) {
            await card.hover();
            await page.waitForTimeout(300);
            check(await card.count() === 1, `${stem}: a preview that is pointed at goes away`);
            await page.mouse.move(2, 2);
            await page.waitForTimeout(300);
            check(await card.count() === 0, `${stem}: a preview stays`);
        }
        check(shown > 0 || await links.count() < 6, `${stem}: no cross reference shows where it leads`);
    });
}

/* A link that is broken or means harm: the page keeps its own numbers, says why, and stays text. */
const hostile = ["=<img src=x onerror=document.body.dataset.harmed=1>", "=1e999", "=1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1", "=", "", "=%", "=%E0%A4%A", "=1,,1"];

async function badLinks(stem) {
    const option = /data-options="--([\w-]+)/.exec(html(`${stem}.html`))?.[1];
    if (!option) return;
    for (const hash of [...hostile.map(x => option + x), "%", "values=1", "nonsense=1", "__proto__=1"]) {
        await visit(`${stem}.html`, { purpose: `link ${hash}` }, async page => {
            await page.locator(".try output.refused").first().waitFor();
            const said = await page.locator(".try output.refused").first().textContent();
            check(/cannot be used\. \S/.test(said), `${stem}: the link ${hash} is refused without a reason`, said);
            const { harmed, marked, inputs, most } = await page.evaluate(async () => ({ harmed: document.body.dataset.harmed || document.querySelector(".try img, .try script"),
                marked: document.querySelectorAll(".changed").length, inputs: document.querySelector(".try fieldset").querySelectorAll("input, select").length,
                most: (await loadOptions()).get(document.querySelector(".try").dataset.options.split(" ")[0].split(":")[0]).initial.split(",").length }));
            check(!harmed && marked === 0 && inputs <= Math.max(1, most), `${stem}: the link ${hash} is taken over`, `${inputs} inputs, ${marked} numbers changed`);
        }, `#try:${hash}`);
    }
}

/* Each guess that a known belief leads to is answered by that belief; the right one is a yes. */
async function guesses(stem) {
    await visit(`${stem}.html`, { purpose: "guesses" }, async page => {
        for (const box of await page.locator("[data-guess]").all()) {
            const items = JSON.parse(await box.getAttribute("data-guess"));
            const inputs = await box.locator(".guess input").all();
            check(inputs.length === items.length, `${stem}, ${items[0].name}: ${inputs.length} fields for ${items.length} answers`);
            const say = async (texts) => {
                for (const [i, input] of inputs.entries()) {
                    await input.focus();
                    await page.keyboard.press("Control+A");
                    await page.keyboard.type(texts[i]);
                }
                await page.keyboard.press("Enter");
                const lines = await box.locator(".guess output > span").allTextContents();
                return items.map((item, i) => (items.length > 1 ? lines[i].replace(`${item.ask.split(":")[0]}: `, "") : lines[i]));
            };
            const expect = async (texts, right, what) => {
                for (const [i, said] of (await say(texts)).entries()) check(right(said, i), `${stem}, ${items[i].name}: ${what} (${texts[i]})`, said);
            };
            await expect(items.map(x => x.value), said => /^Yes[.:]/.test(said), "right, and the page does not say so");
            await expect(items.map(() => "x"), said => /^Type a number/.test(said), "a guess that is no number");
            await expect(items.map(() => "123456.75"), said => /none of the usual/.test(said), "a guess that nobody has");
            await expect(items.map(x => `${2 * x.value}/2`), said => /^Yes[.:]/.test(said), "a fraction is not read");
            for (const k of items[0].beliefs.keys()) {
                const believed = items.map(x => x.beliefs[k].value);
                const named = i => items[i].beliefs.filter(b => Number(b.value) === Number(believed[i])).slice(0, 2).map(b => b.says).join(" Or: ");
                await expect(believed, (said, i) => (Number(believed[i]) === Number(items[i].value) ? said.startsWith("Yes") : said === `Not so. ${named(i)}`),
                    `the belief ${items[0].beliefs[k].name} is not named`);
            }
        }
    });
}

/* What a product of numbers in brackets, or a sum of such, comes to: "(2 · 1) · (6 · (−1))". */
function worth(text) {
    const plain = text.replaceAll("−", "-").replaceAll("·", "*");
    return /^[-+*()\d. ]+$/.test(plain) ? Number(Function(`return ${plain}`)()) : NaN;
}

/* Any other guess: if the page says how it comes about, that is how it comes about. */
async function explained(stem) {
    await visit(`${stem}.html`, { purpose: "explained guesses" }, async page => {
        const answers = await page.locator("[data-guess]").evaluateAll(boxes => boxes.flatMap(box => JSON.parse(box.dataset.guess).flatMap(item =>
            Array.from({ length: 61 }, (_, i) => [item.name, item.value, i - 30, judge(item, JSON.parse(box.dataset.factors), String(i - 30))]))));
        let sums = 0;
        for (const [name, value, guess, said] of answers) {
            check(said.startsWith("Yes") === (Math.abs(guess - value) < 1e-9), `${stem}, ${name}: the answer to ${guess}`, said);
            const ways = /^Not so\. [−\d.]+ is (.*)\.$/.exec(said)?.[1].split("; or it is ").map(way => way.split(": ")[0]) ?? [];
            for (const way of ways.filter(x => !/^the /.test(x))) {
                check(Math.abs(worth(way) - guess) < 1e-9, `${stem}, ${name}: ${guess} is not ${way}`);
                sums++;
            }
        }
        check(answers.length === 0 || sums > 0, `${stem}: no guess is explained`);
    });
}

/* What readers of the question guess, and what they must be told. */
const told = [
    ["dp.blue", { 11: "plain sum", 36: "product of the gradients", 3: "blue’s weights, added", 2: "from FC1 alone", 9: "9 is 3 + 6: the weight is left out, and FC1 is missing",
        6: "6 is the gradient of FC3: the weight is left out", 8: "2 · 1 + 3 · 0 + 6: the weight is left out for FC3", 17: "the weight is left out for FC2",
        12: "12 is 3 · 0 + 6 · 2: FC1 is missing", 24: "(2 · 1) · (6 · 2): this multiplies", 72: "2 · 1 · 3 · 6 · 2: this multiplies", "-14": "the sign is not",
        13: "the gradient is left out for FC1", 0: "FC1 and FC3 are missing", 7: "Begin with FC1: 2 · 1. Then the same for FC2 and FC3, and add", 14: "Yes: 2 · 1 + 3 · 0 + 6 · 2 = 14." }],
    ["dp.violet", { 11: "plain sum", 14: "what blue gets", 13: "every weight as positive", 7: "2 · 2 + 3 · 1: FC3 is missing", 9: "3 + 6", "-1": "Which factor is negative?", "-72": "this multiplies" }],
    ["dp.cyan", { 11: "plain sum", 14: "every weight as positive", 2: "Which factor is negative?", 4: "FC3 is missing", 72: "this multiplies", 10: "the weight is left out for FC3" }],
];

async function theQuestion() {
    await visit("01_fc_to_pool.html", { purpose: "guesses at the question" }, async page => {
        const judged = (name, guess) => page.evaluate(([n, g]) => {
            const box = [...document.querySelectorAll("[data-guess]")].find(x => JSON.parse(x.dataset.guess).some(item => item.name === n));
            return judge(JSON.parse(box.dataset.guess).find(item => item.name === n), JSON.parse(box.dataset.factors), g);
        }, [name, guess]);
        for (const [name, answers] of told) {
            for (const [guess, right] of Object.entries(answers)) {
                const said = await judged(name, guess);
                check(said.includes(right), `the guess ${guess} at ${name} is not told "${right}"`, said);
            }
        }
        await page.locator(".guess input").first().fill("11");
        await page.locator(".guess button").first().click();
        await page.evaluate(async () => { await loadOptions(); setOption(options.get("--upstream"), "1,1,1"); await recompute(); });
        check(await page.locator(".guess output").first().textContent() === "", "an answer to a guess stays when the inputs change");
        check(await judged("dp.blue", "3") === "Yes: 1 · 1 + 1 · 0 + 1 · 2 = 3.", "a guess is not judged by the reader's inputs", await judged("dp.blue", "3"));
    });
}

async function lenses(stem) {
    await visit(`${stem}.html`, { purpose: "lens" }, async page => {
        for (const figure of await page.locator("figure[data-lens]").all()) {
            const buttons = await figure.locator(".lens button").all();
            check(buttons.length > 0, `${stem}: a lens without buttons`);
            for (const b of buttons) {
                const name = await b.textContent();
                await b.focus();
                const said = await figure.locator(".lens output").textContent();
                const sum = said.slice(said.indexOf(":") + 1).replaceAll("−", "-").replaceAll("(", "").replaceAll(")", "");
                const [products, result] = sum.split("=");
                const total = products.split(" + ").map(p => p.split("·").map(Number).reduce((a, x) => a * x, 1)).reduce((a, x) => a + x, 0);
                check(said.startsWith(`${name}:`) && Math.abs(total - Number(result)) < 2e-3 * Math.max(1, Math.abs(total)), `${stem}: the wires of ${name} do not add up`, said);
                const faded = await figure.locator("svg .faded").count();
                check(buttons.length === 1 || faded > 0, `${stem}: ${name} leaves all wires lit`);
            }
            await page.locator(".skip").focus();
            check(await figure.locator("svg .faded").count() === 0, `${stem}: wires stay faded when the focus has gone`);
        }
    });
}

/* Every "2 · 1 + 3 · (−1) = −1" in a text that does not add up. */
function wrongSums(text) {
    const number = "\\(?[−-]?[\\d.]+\\)?", product = `${number}(?: · ${number})*`;
    const value = x => Number(x.replace("−", "-").replace(/[()]/g, ""));
    const sums = text.replace(/\s+/g, " ").matchAll(new RegExp(`(${product}(?: \\+ ${product})*) = (${number.replace("[\\d.]+", "\\d+(?:\\.\\d+)?")})`, "g"));
    return [...sums].filter(([, sum, result]) => {
        const total = sum.split(" + ").reduce((all, p) => all + p.split(" · ").map(value).reduce((a, b) => a * b, 1), 0);
        return Math.abs(total - value(result)) > 2e-3 * Math.max(1, Math.abs(total));
    }).map(([all]) => all);
}

/* A walk through a figure, by keyboard: each step shows its text, frames what it makes, and adds up. */
async function walkThrough(page, figure, stem) {
    const items = await figure.locator(".walk li").count();
    let sums = 0;
    for (let i = 0; i < items; i++) {
        const found = await figure.evaluate(x => {
            const now = x.querySelectorAll(".walk li:not([hidden])"), on = now[0]?.dataset.on ?? "";
            const lit = [...x.querySelectorAll("svg .lit tspan[data-name]")].map(t => t.dataset.name);
            return { on, many: now.length, text: now[0]?.textContent ?? "", lit, framed: x.querySelectorAll("svg .frame.made").length > 0,
                made: on.split(":")[0].split(">")[1].trim().split(/\s+/) };
        });
        check(found.many === 1 && (/\d/.test(found.text) || i === 0), `${stem}: step ${i + 1} of the walk shows ${found.many} texts`, found.text);
        check(found.framed && found.made.some(m => found.lit.some(l => l === m || l.startsWith(`${m}.`))), `${stem}: step ${i + 1} of the walk lights nothing of ${found.on}`);
        const read = found.on.split(":")[0].replace(">", " ").trim().split(/\s+/);
        const stray = found.lit.filter(l => !read.some(r => l === r || l.startsWith(`${r}.`)));
        check(stray.length === 0, `${stem}: step ${i + 1} of the walk lights what it does not name`, stray.join(" "));
        const hidden = await figure.evaluate(x => {
            const top = document.querySelector(".top").getBoundingClientRect().bottom, bottom = x.querySelector(".walk").getBoundingClientRect().top;
            const boxes = [...x.querySelectorAll(".frame.made")].map(f => f.getBoundingClientRect()).filter(b => b.height > 0);
            return boxes.length > 0 && !boxes.some(b => b.top >= top && b.bottom <= bottom + 1);
        });
        check(!hidden, `${stem}: what step ${i + 1} of the walk makes is not to be seen`);
        check(wrongSums(found.text).length === 0, `${stem}: step ${i + 1} of the walk does not add up`, wrongSums(found.text).join("\n"));
        sums += (found.text.match(/=/g) ?? []).length;
        await page.keyboard.press("ArrowRight");
    }
    check(sums > 0, `${stem}: no step of the walk adds anything up`);
}

async function walks(stem, width) {
    await visit(`${stem}.html`, { purpose: "walk", viewport: { width, height: 800 } }, async page => {
        for (const figure of await page.locator("figure:has(.walk)").all()) {
            const here = page.url();
            await figure.locator("summary", { hasText: "Walk" }).focus();
            await page.keyboard.press("Enter");
            await figure.locator("svg.walking:visible").waitFor();
            await walkThrough(page, figure, stem);
            check(page.url() === here, `${stem}: an arrow key in a walk leaves the page`);
            await figure.locator("button", { hasText: "back" }).focus();
            const last = await figure.locator(".walk li:not([hidden])").textContent();
            await page.keyboard.press("Enter");
            check(await figure.locator(".walk li:not([hidden])").textContent() !== last, `${stem}: a step back in a walk does not go back`);
            const before = await figure.locator(".walk ol").textContent();
            const label = await figure.locator("svg").first().getAttribute("aria-label");
            await page.evaluate(async () => {
                const option = (await loadOptions()).get(document.querySelector(".try").dataset.options.split(" ")[0].split(":")[0]);
                setOption(option, option.initial.split(",").map((x, i) => String(Number(x) + i % 3)).join(","));
                await recompute();
            });
            check(await figure.locator(".walk ol").textContent() !== before, `${stem}: a walk does not follow the reader's inputs`);
            check(await figure.locator("svg").first().getAttribute("aria-label") !== label, `${stem}: what is said of a figure does not follow the reader's inputs`);
            await figure.locator("summary", { hasText: "Walk" }).focus();
            await page.keyboard.press("Enter");
            await figure.locator("svg.walking").first().waitFor({ state: "detached" });
            check(await figure.locator("svg .frame").count() === 0, `${stem}: frames stay when the walk is closed`);
            await page.keyboard.press("Enter");
            await figure.locator("svg.walking:visible").waitFor();
            await walkThrough(page, figure, stem);
        }
    });
}

/* What a screen reader says of a picture has the numbers of the words below it. */
async function labels(stem) {
    await visit(`${stem}.html`, { purpose: "labels" }, async page => {
        const wrong = await page.locator("figure.drawn").evaluateAll(all => all.filter(x => {
            const words = [...x.querySelectorAll(".in-words > :not(summary)")].map(y => y.textContent).join(" ").replace(/\s+/g, "");
            return x.querySelector("svg").getAttribute("aria-label").replace(/\s+/g, "") !== words;
        }).map(x => x.id));
        check(wrong.length === 0, `${stem}: a figure is not said as it is told`, wrong.join(" "));
    });
}

async function boards(stem) {
    await visit(`${stem}.html`, { purpose: "board" }, async page => {
        for (const box of await page.locator(".board-box").all()) {
            await box.locator(".live button").focus();
            await page.keyboard.press("Enter");
            await box.locator(".board button").first().waitFor();
            const loser = box.locator(".board button:not(.winner)").first();
            const place = await loser.evaluate(x => [...x.parentElement.children].indexOf(x));
            const gradients = () => box.locator(".board small").evaluateAll(all => all.map(x => Number(x.textContent.replace("←", "").replace("−", "-"))));
            const before = await gradients();
            await loser.focus();
            await page.keyboard.press("Enter");
            await settled(page);
            const after = await gradients();
            check(after[place] !== 0, `${stem}: a cell made the winner gets no gradient`);
            const sum = list => list.reduce((a, x) => a + x, 0);
            check(Math.abs(sum(before) - sum(after)) < 1e-9, `${stem}: gradient was lost on the board, ${sum(before)} to ${sum(after)}`);
            check(await box.locator(".board button").nth(place).evaluate(x => x === document.activeElement), `${stem}: the board loses the focus`);
            await box.locator("button", { hasText: "reset" }).focus();
            await page.keyboard.press("Enter");
            await settled(page);
            check(String(await gradients()) === String(before), `${stem}: reset does not restore the board`);
        }
    });
}

/* A tie on a board: two cells as large as each other in one window, and the rule that is chosen decides. */
async function ties(stem) {
    await visit(`${stem}.html`, { purpose: "ties" }, async page => {
        for (const box of await page.locator(".board-box[data-choice]").all()) {
            await box.locator(".live button").click();
            const cells = box.locator(".board button"), gradients = () => box.locator(".board small").allTextContents();
            await cells.nth(0).focus();
            await page.keyboard.press("ArrowRight");
            await page.keyboard.press("ArrowDown");
            await page.keyboard.press("ArrowLeft");
            await page.keyboard.press("ArrowUp");
            check(await cells.nth(0).evaluate(x => x === document.activeElement), `${stem}: the arrow keys do not go around on the board`);
            await page.keyboard.press("Enter");
            await settled(page);
            await box.locator("input[type=checkbox]").focus();
            await page.keyboard.press("Space");
            await cells.nth(1).focus();
            await page.keyboard.press("Enter");
            await settled(page);
            check((await gradients())[0] !== "" && (await gradients())[1] === "", `${stem}: in a tie not the first wins`, (await gradients()).join("|"));
            for (const rule of await box.locator("select option").allTextContents()) {
                await box.locator("select").selectOption(rule);
                await settled(page);
                const [a, b] = await gradients();
                check(rule === "first" ? a !== "" && b === "" : a !== "" && a === b, `${stem}: a tie, rule ${rule}`, `${a} and ${b}`);
            }
        }
    });
}

/* The drawing board: by keyboard, by mouse and by finger; what it says, and what comes back. */
async function drawing(stem) {
    const pixels = (page, which) => page.locator(".drawing canvas").nth(which).evaluate(canvas => {
        const copy = new OffscreenCanvas(28, 28).getContext("2d", { willReadFrequently: true });
        copy.drawImage(canvas, 0, 0);
        return [...copy.getImageData(0, 0, 28, 28).data];
    });
    const dark = async page => (await pixels(page, 0)).filter((v, i) => i % 4 === 0 && v < 128).length;
    const coloured = async page => (await pixels(page, 1)).filter((v, i, all) => i % 4 === 0 && v !== all[i + 2]).length;
    const clear = async page => {
        await page.locator(".draw-box button", { hasText: "clear" }).click();
        await page.waitForTimeout(100);
    };
    for (const [width, hasTouch] of [[1280, false], [390, true]]) {
        await visit(`${stem}.html`, { purpose: "drawing", viewport: { width, height: 800 }, hasTouch }, async page => {
            const box = page.locator(".draw-box").first();
            if (await box.count() === 0) return;
            await box.locator("button").first().focus();
            await page.keyboard.press("Enter");
            await box.locator(".drawing li").first().waitFor();
            const shares = await box.locator(".drawing li").allTextContents();
            const sum = shares.map(x => Number(/([\d.]+) %/.exec(x)[1])).reduce((a, x) => a + x, 0);
            check(shares.length === 10 && Math.abs(sum - 100) < 1, `${stem}: the classes of a drawing do not make 100 %`, shares.join("\n"));
            check(await coloured(page) > 50, `${stem}: no gradient comes back to a drawing`);
            await clear(page);
            check(await dark(page) === 0, `${stem}: clear does not clear`);
            const canvas = box.locator("canvas").first();
            await canvas.scrollIntoViewIfNeeded();
            const area = await canvas.boundingBox();
            if (hasTouch) {
                await page.touchscreen.tap(area.x + area.width / 2, area.y + area.height / 2);
            } else {
                await page.mouse.move(area.x + area.width * 0.2, area.y + area.height * 0.2);
                await page.mouse.down();
                await page.mouse.move(area.x + area.width * 0.8, area.y + area.height * 0.8);
                await page.mouse.up();
            }
            await page.waitForTimeout(100);
            check(await dark(page) >= (hasTouch ? 1 : 15), `${stem}: a ${hasTouch ? "finger draws nothing" : "fast stroke has holes"}`, await dark(page));
            await clear(page);
            await box.locator("input[type=checkbox]").focus();
            await page.keyboard.press("Tab");
            const pen = async () => (await pixels(page, 0)).filter((v, i, all) => i % 4 === 2 && v > all[i - 2] + 100).length;
            check(await canvas.evaluate(x => x === document.activeElement) && await pen() === 1, `${stem}: who comes by key does not see the pen`, await pen());
            for (const key of ["ArrowUp", "ArrowLeft", "Space"]) await page.keyboard.press(key);
            await page.waitForTimeout(100);
            check(await pen() === 1, `${stem}: the pen is gone after a stroke`);
            await box.locator("input[type=checkbox]").focus();
            check(await pen() === 0, `${stem}: the pen stays when the focus has gone`);
            const drawn = await dark(page);
            await page.keyboard.press("Space");
            await canvas.focus();
            await page.keyboard.press("Space");
            await page.waitForTimeout(100);
            await box.locator("input[type=checkbox]").focus();
            check(await dark(page) < drawn, `${stem}: nothing is erased`, `${drawn} to ${await dark(page)}`);
            await page.keyboard.press("Space");
            await canvas.focus();
            for (const key of ["ArrowRight", "Space", "ArrowLeft"]) await page.keyboard.press(key);
            await page.waitForTimeout(100);
            check(await dark(page) > 0 && /row 13, column 13/.test(await box.locator("output.spoken").textContent()), `${stem}: the keys draw nothing`);
            const before = await box.locator("output").first().textContent();
            await box.locator("select").selectOption({ index: 1 });
            await page.waitForTimeout(100);
            check(await box.locator("output").first().textContent() !== before, `${stem}: another right class changes nothing`);
        });
    }
}

async function steps(stem) {
    await visit(`${stem}.html`, { purpose: "steps" }, async page => {
        for (const figure of await page.locator("figure.run[data-steps]").all()) {
            const whole = await figure.locator("pre code").textContent();
            await figure.locator("button", { hasText: "step forward" }).focus();
            await page.keyboard.press("Enter");
            check(await figure.locator(".step.now").count() === 1, `${stem}: a step forward shows not one step`);
            const first = await figure.locator(".step.now").textContent();
            await page.keyboard.press("Enter");
            check(await figure.locator(".step.now").textContent() !== first, `${stem}: the second step is the first`);
            await figure.locator("button", { hasText: "step back" }).focus();
            await page.keyboard.press("Enter");
            check(await figure.locator(".step.now").textContent() === first, `${stem}: a step back does not go back`);
            check(await figure.locator("pre code").textContent() === whole, `${stem}: the steps change the text`);
        }
    });
}

async function search() {
    await visit("01_fc_to_pool.html", { purpose: "search" }, async page => {
        await page.keyboard.press("/");
        await page.locator("dialog.search[open]").waitFor();
        await page.keyboard.type("argmax");
        await page.locator("dialog.search li").first().waitFor();
        check(/\d+ (or more )?found/.test(await page.locator("dialog.search .count").textContent()), "search: does not say how many it found");
        await page.keyboard.press("Escape");
        await page.locator("dialog.search").waitFor({ state: "hidden" });
        await page.keyboard.press("/");
        await page.locator("dialog.search[open]").waitFor();
        await page.keyboard.press("Control+A");
        await page.keyboard.type("gleichstand");
        await page.locator("dialog.search li a", { hasText: "German" }).first().waitFor();
        await page.keyboard.press("Enter");
        await page.waitForURL(/90_dictionary\.html#/);
        check(page.url().startsWith(address("90_dictionary.html")), "search: Enter does not lead to what was found", page.url());
    });
}

/* What a reader types, and what must be among the first five. */
const asked = [["tie", /equally large/], ["flipped kernel", /Where the flipped kernel comes from/], ["why 11", /Why not everyone gets the plain sum/],
    ["Gleichstand", /German words/], ["NaN", /NaN or -inf/], ["why is max not differentiable", /no derivative|differentiate a maximum/],
    ["backprop", /[Bb]ackward/], ["overlapping windows", /overlap/], ["dense layer", /FC|neuron/]];

async function finds() {
    await visit("index.html", { purpose: "finds" }, async page => {
        await page.keyboard.press("/");
        const input = page.locator("dialog.search input");
        const found = async query => {
            await input.fill(query);
            await page.evaluate(async () => { await searchIndex(); await new Promise(r => setTimeout(r, 20)); });
            return page.locator("dialog.search li a").allTextContents();
        };
        for (const [query, wanted] of asked) {
            const titles = await found(query);
            check(titles.slice(0, 5).some(title => wanted.test(title)), `search: "${query}" does not find ${wanted}`, titles.slice(0, 5).join("\n"));
        }
        check((await found("qqxqq")).length === 0, "search: finds what is not there");
        check(await page.locator("dialog.search .count a").count() === 2 && /Nothing found/.test(await page.locator("dialog.search .count").textContent()),
            "search: who finds nothing is not told what to do");
        await found("tie");
        await input.focus();
        await page.keyboard.press("ArrowDown");
        await page.keyboard.press("ArrowDown");
        check(await page.evaluate(() => document.activeElement === document.querySelectorAll("dialog.search li a")[1]), "search: the arrow keys do not go through what was found");
        await page.keyboard.press("ArrowUp");
        await page.keyboard.press("ArrowUp");
        check(await page.evaluate(() => document.activeElement.matches("dialog.search input")), "search: the arrow keys do not lead back");
    });
}

async function keys() {
    await visit("01_fc_to_pool.html", { purpose: "keys" }, async page => {
        await page.keyboard.press("Tab");
        check(await focused(page) === "Skip to the text", "the first tab stop is not the link to the text", await focused(page));
        await page.keyboard.press("ArrowRight");
        await page.waitForURL(/02_conv_to_pool\.html/);
        await page.keyboard.press("ArrowLeft");
        await page.waitForURL(/01_fc_to_pool\.html/);
        await page.keyboard.press("c");
        await page.waitForURL(/index\.html#contents/);
        await page.goto(address("01_fc_to_pool.html"));
        await page.keyboard.press("?");
        await page.locator("dialog.keys[open]").waitFor();
        for (const key of ["←", "→", "c", "/", "?", "Esc"]) {
            check((await page.locator("dialog.keys kbd").allTextContents()).includes(key), `keys: the help does not name ${key}`);
        }
        await page.keyboard.press("Escape");
        check(await page.locator("dialog.keys[open]").count() === 0, "keys: Escape does not close the help");
        await page.locator(".open-keys").click();
        await page.locator("dialog.keys input").uncheck();
        await page.keyboard.press("Escape");
        for (const key of ["?", "/", "c"]) await page.keyboard.press(key);
        await page.waitForTimeout(100);
        check(await page.locator("dialog[open]").count() === 0 && /01_fc_to_pool/.test(page.url()), "keys: letters that were turned off still do something", page.url());
        await page.reload();
        await page.keyboard.press("/");
        check(await page.locator("dialog[open]").count() === 0, "keys: that letters are turned off is forgotten");
        await page.locator(".open-keys").click();
        await page.locator("dialog.keys input").check();
        await page.keyboard.press("Escape");
        await page.locator(".guess button").first().focus();
        await page.keyboard.press("ArrowRight");
        await page.waitForTimeout(100);
        check(/01_fc_to_pool/.test(page.url()), "keys: an arrow key in a guess leaves the page", page.url());
    });
}

/* The note on a number and the meaning of a term: on the screen as a whole, gone with Escape. */
async function notes(stem, width) {
    await visit(`${stem}.html`, { purpose: `notes, ${width} wide`, viewport: { width, height: 800 } }, async page => {
        const wrong = await page.evaluate(async () => {
            const list = [], wide = document.documentElement.clientWidth;
            for (const x of document.querySelectorAll("main [data-note]")) {
                if (x.closest("details:not([open])") || x.getBoundingClientRect().width === 0) continue;
                x.scrollIntoView({ block: "center", behavior: "instant" });
                x.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
                const card = document.querySelector("#note");
                const box = card?.getBoundingClientRect();
                if (!card || card.hidden || card.textContent !== x.dataset.note) list.push(`${x.textContent}: no note`);
                else if (box.left < 0 || box.right > wide || box.top < 0 || box.bottom > innerHeight) list.push(`${x.textContent}: cut, ${box.left} to ${box.right}`);
                x.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
                if (card && !card.hidden) list.push(`${x.textContent}: Escape leaves the note`);
            }
            return list;
        });
        check(wrong.length === 0, `${stem}, ${width} wide: notes`, wrong.slice(0, 5).join("\n"));
        const term = page.locator("main a.term").first();
        if (await term.count() === 0) return;
        await term.focus();
        check(await page.locator("#note").isVisible(), `${stem}: a term that has the focus does not show its meaning`);
        check(await term.getAttribute("aria-describedby") === "note", `${stem}: the meaning of a term is not told to who hears the page`);
    });
}

export async function run() {
    for (const stem of programs) {
        await inputs(stem);
        await badLinks(stem);
        await guesses(stem);
        await explained(stem);
        await fingers(stem);
        await previews(stem);
        await lenses(stem);
        await labels(stem);
        for (const width of [1280, 390]) await walks(stem, width);
        await boards(stem);
        await ties(stem);
        await drawing(stem);
        await steps(stem);
        for (const width of [1280, 320]) await notes(stem, width);
    }
    await theQuestion();
    await search();
    await finds();
    await keys();
}
