/* Every word of the text is one that hunspell (American English) or tests/book/words.txt knows. */
import { spawnSync } from "node:child_process";
import { check, pages, visit } from "./site.mjs";

/* The words of a page as a reader sees them, without code, formulas and what programs print. */
async function words(page) {
    return page.evaluate(() => {
        const main = document.body.cloneNode(true);
        for (const x of main.querySelectorAll("code, kbd, pre, samp, math, svg, script, style, .ledger, .source, figure.code figcaption")) x.replaceWith(" ");
        for (const x of main.querySelectorAll("a")) if (/^https?:/.test(x.textContent)) x.replaceWith(" ");
        for (const x of main.querySelectorAll("*")) x.append(" ");
        return main.textContent;
    });
}

function unknown(text) {
    const run = spawnSync("hunspell", ["-l", "-i", "utf-8", "-d", "en_US", "-p", "tests/book/words.txt"], { input: text, encoding: "utf8" });
    check(run.status === 0, "hunspell did not run", run.error?.message ?? run.stderr);
    return [...new Set((run.stdout ?? "").split("\n").filter(Boolean))].sort();
}

export async function run() {
    for (const name of pages) {
        await visit(name, { javaScriptEnabled: true, purpose: "spelling" }, async page => {
            const text = (await words(page)).replaceAll("’", "'").replaceAll("\ufe0e", "").replace(/[\w.+-]*[_/@][\w./@-]*/g, " ").replace(/\b\w*\d\w*\b/g, " ");
            const list = unknown(text);
            check(list.length === 0, `${name}: words that nobody knows (mend them, or add them to tests/book/words.txt)`, list.join(" "));
        });
    }
}
