/*
 * For many random inputs, what the page says is what the native program says, to the last digit:
 * what the page's program prints, the numbers and figures in the text, the outputs. A wrong input
 * gets the same message. SEED=... replays a run; ROUNDS=... is how many inputs each page gets.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { build, check, programs, visit } from "./site.mjs";

const seed = Number(process.env.SEED ?? Date.now() % 1e9), rounds = Number(process.env.ROUNDS ?? 40);

/* Mulberry32: small, and the same everywhere. */
function randomFrom(state) {
    return () => {
        state = (state + 0x6D2B79F5) | 0;
        let t = Math.imul(state ^ (state >>> 15), 1 | state);
        t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
        return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
    };
}

const random = randomFrom(seed);
const below = n => Math.floor(random() * n);
const oneOf = list => list[below(list.length)];

function native(stem, args) {
    const run = spawnSync(join(build, "bin", stem), args, { encoding: "utf8" });
    return { status: run.status, out: run.stdout, err: run.stderr };
}

function options(stem) {
    return new Map(native(stem, ["--options"]).out.trim().split("\n").map(line => {
        const [name, kind, count, initial, words] = line.split("\t");
        return [name, { name, kind, count: Number(count), initial, words: words.split("|") }];
    }));
}

/* Numbers as readers type them, and some that no reader would: long, large, small, tied, zero. */
function number(kind) {
    if (kind === "counts") return String(below(6));
    if (kind === "any" && below(4) === 0) return oneOf(["nan", "inf", "-inf"]);
    return oneOf([
        () => String(below(19) - 9), () => String(below(5) - 2), () => (below(2001) / 100 - 10).toFixed(2),
        () => String((random() - 0.5) * 10), () => String((random() - 0.5) * 10 ** (below(60) - 30)), () => "0",
    ])();
}

/* What a reader could have made of one option: a whole list, or nothing. */
function change(option) {
    if (option.kind === "choice") return oneOf(option.words);
    const length = option.initial === "" ? 4 : option.initial.split(",").length;
    const tied = below(5) === 0 ? number(option.kind) : null;
    return Array.from({ length }, () => tied ?? number(option.kind)).join(",");
}

function paragraphs(output, part) {
    if (!part) return output.replace(/\n+$/, "");
    const all = output.split(/\n\n+/);
    return part.split("|").map(p => all.find(text => text.startsWith(p)) ?? "").join("\n\n").replace(/\n+$/, "");
}

/* Gives the page these inputs and lets it follow; then reads everything that it shows. */
async function give(page, inputs) {
    return page.evaluate(async entries => {
        changed.clear();
        for (const [name, text] of entries) changed.set(name, text);
        await recompute();
        const stem = document.querySelector("main").dataset.stem;
        const direct = await runProgram(stem, [...entries.flat(), "--values"]);
        return { direct, message: document.querySelector(".try output")?.textContent ?? null,
            numbers: [...document.querySelectorAll("data.v:not(.measured)")].map(x => [x.dataset.name, x.value, x.textContent, formatNumber(x.value, x.dataset.fmt, x.dataset.scale)]),
            drawn: [...document.querySelectorAll("tspan[data-name]")].map(x => [x.dataset.name, x.textContent, x.dataset.form]),
            expected: [...document.querySelectorAll("tspan[data-name]")].map(x => direct.status === 0 ? drawn(x, parseValues(direct.out).get(x.dataset.name) ?? "") : ""),
            outputs: [...document.querySelectorAll("figure.run")].map(x => [x.querySelector("kbd").textContent, x.dataset.part, x.querySelector("pre code").textContent.replace(/\n+$/, "")]) };
    }, [...inputs]);
}

function compare(stem, inputs, shown) {
    const line = `${stem} ${[...inputs].flat().map(x => (/[^\w.,-]/.test(x) ? `'${x}'` : x)).join(" ")}`;
    const truth = native(stem, [...[...inputs].flat(), "--values"]);
    const same = truth.status === shown.direct.status && truth.out === shown.direct.out;
    const a = truth.out.split("\n"), b = shown.direct.out.split("\n"), at = a.findIndex((x, i) => x !== b[i]);
    check(same, `the page's program and the native one differ: ${line}`, `native ${a[at]}, page ${b[at]}`);
    if (truth.status !== 0) {
        check(shown.message === null || shown.message === truth.err.trim(), `another message: ${line}`, `native ${truth.err}page ${shown.message}`);
        return 0;
    }
    const values = new Map(a.filter(x => x.includes("\t")).map(x => x.split("\t")));
    const own = shown.numbers.filter(([name]) => !name.includes(":"));
    const wrong = own.filter(([name, value, text, right]) => values.has(name) && (values.get(name) !== value || text !== right));
    check(own.length > 0 && wrong.length === 0, `numbers in the text: ${line}`, wrong.slice(0, 5).join("\n"));
    const stale = own.filter(([name, value, text]) => !values.has(name) && (value !== "" || text !== "–"));
    check(stale.length === 0, `numbers in the text that the program no longer prints, but that stay: ${line}`, stale.slice(0, 5).join("\n"));
    const badly = shown.drawn.filter(([name, text], i) => values.has(name) && text !== shown.expected[i]);
    check(badly.length === 0, `numbers in a figure: ${line}`, badly.slice(0, 5).join("\n"));
    for (const [command, part, text] of shown.outputs.filter(([command]) => command.startsWith(`build/bin/${stem} `) || command === `build/bin/${stem}`)) {
        const output = native(stem, command.split(" ").slice(1));
        check(text === paragraphs(output.out, part), `output of ${command}`, `page:\n${text.slice(0, 300)}\nnative:\n${paragraphs(output.out, part).slice(0, 300)}`);
    }
    return values.size;
}

export async function run() {
    console.log(`  SEED=${seed} ROUNDS=${rounds}`);
    for (const stem of programs) {
        let compared = 0, refused = 0;
        await visit(`${stem}.html`, { purpose: "numbers" }, async page => {
            const offered = await page.locator(".try").evaluateAll(all => all.flatMap(x => x.dataset.options.split(" ").map(y => y.split(":")[0])));
            if (offered.length === 0) return;
            await page.evaluate(async () => { for (const box of document.querySelectorAll(".try")) await openForm(box); });
            const known = options(stem);
            for (let round = 0; round <= rounds; round++) {
                const chosen = round === 0 ? [] : offered.filter(() => below(offered.length) < 3);
                const inputs = new Map(chosen.map(name => [name, change(known.get(name))]));
                if (round === 0) {
                    await give(page, new Map());
                    const other = await page.locator(".changed").evaluateAll(all => all.map(x => `${x.dataset.name}: ${x.textContent}`));
                    check(other.length === 0, `${stem}: with no change, the page writes numbers in another way than the build`, other.slice(0, 8).join("\n"));
                }
                const n = compare(stem, inputs, await give(page, inputs));
                compared += n;
                refused += n === 0 ? 1 : 0;
            }
            check(compared > 0, `${stem}: no values were compared`);
        });
        console.log(`  ${stem}: ${compared} values compared, ${refused} of ${rounds + 1} inputs refused alike`);
    }
}
