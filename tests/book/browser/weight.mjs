/*
 * What a reader has to load and to wait for: the first view of a page, without the programs, is at
 * most 150 kB compressed; each program at most 60 kB; new numbers are there 50 ms after a change.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { browser, build, check, folder, pages, programs, serve, visit, watch } from "./site.mjs";

const FIRST_VIEW = 150e3, PROGRAM = 60e3, MILLISECONDS = 50, CHANGES = 60, WARM_UP = 15;

const kilobytes = n => `${(n / 1000).toFixed(1)} kB`;
const median = list => list.sort((a, b) => a - b)[Math.floor(list.length / 2)];

async function firstView(origin, name) {
    const context = await (await browser()).newContext();
    const page = await context.newPage();
    const quiet = watch(page, name);
    let bytes = 0, files = 0;
    page.on("response", async response => {
        bytes += Number(response.headers()["content-length"] ?? 0);
        files++;
    });
    await page.goto(`${origin}/${name}`, { waitUntil: "networkidle" });
    await context.close();
    quiet();
    check(bytes > 0 && bytes <= FIRST_VIEW, `${name}: the first view is ${kilobytes(bytes)}`);
    console.log(`  ${name}: first view ${kilobytes(bytes)} in ${files} files`);
}

function programWeight(stem) {
    const wasm = gzipSync(readFileSync(join(build, "wasm", `${stem}.wasm`)), { level: 9 }).length;
    const script = gzipSync(readFileSync(join(folder, `${stem}.program.js`)), { level: 9 }).length;
    check(wasm <= PROGRAM, `${stem}.wasm is ${kilobytes(wasm)}`);
    check(script <= PROGRAM * 4 / 3, `${stem}.program.js is ${kilobytes(script)}`);
    console.log(`  ${stem}: program ${kilobytes(wasm)} (${kilobytes(script)} as the page loads it)`);
}

/* From the key to the last number and output in the text, laid out: the pause after typing included. */
async function interaction(stem) {
    await visit(`${stem}.html`, { purpose: "interaction" }, async page => {
        const times = await page.evaluate(async ({ changes, warmUp }) => {
            const box = document.querySelector(".try");
            if (!box) return null;
            await openForm(box);
            const input = box.querySelector("input"), list = [];
            const follow = window.showState;
            for (let i = 0; i < changes + warmUp; i++) {
                const done = new Promise(resolve => { window.showState = () => { follow(); resolve(); }; });
                const start = performance.now();
                input.value = String(2 + i % 2);
                input.dispatchEvent(new Event("input", { bubbles: true }));
                await done;
                void document.body.offsetHeight;
                if (i >= warmUp) list.push(performance.now() - start);
            }
            window.showState = follow;
            return list;
        }, { changes: CHANGES, warmUp: WARM_UP });
        if (!times) return;
        const middle = median(times);
        check(middle <= MILLISECONDS, `${stem}: new numbers after ${middle.toFixed(1)} ms at the median`);
        console.log(`  ${stem}: new numbers after ${middle.toFixed(1)} ms at the median, ${Math.max(...times).toFixed(1)} at most, of ${times.length} changes`);
    });
}

export async function run() {
    const { origin, stop } = await serve();
    for (const name of pages) await firstView(origin, name);
    stop();
    for (const stem of programs) programWeight(stem);
    for (const stem of programs) await interaction(stem);
}
