/* axe finds no violation (WCAG 2.2 A and AA, best practices): light and dark, wide and narrow, closed and opened. */
import { readFileSync } from "node:fs";
import { check, openAll, packagePath, pages, visit } from "./site.mjs";

const source = readFileSync(packagePath("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

async function violations(page) {
    return page.evaluate(async values => {
        const result = await window.axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"], preload: false });
        return { rules: result.passes.length, found: result.violations.flatMap(v => v.nodes.slice(0, 3).map(n =>
            `${v.id}: ${n.target.join(" ")}\n   ${n.failureSummary.split("\n").slice(1).join(" ").trim()}`)) };
    }, tags);
}

async function examine(page, what) {
    const { rules, found } = await violations(page);
    check(rules > 10 && found.length === 0, what, found.slice(0, 8).join("\n"));
}

/* What only a reader's hand brings up: the search, a guess. */
async function useAll(page) {
    await openAll(page);
    for (const form of await page.locator(".guess").all()) {
        for (const input of await form.locator("input").all()) await input.fill("11");
        await form.locator("button").click();
    }
    const typed = page.locator(".try input").first();
    if (await typed.count()) {
        await typed.fill("two");
        await page.locator(".why:not(:empty)").first().waitFor();
    }
    const lens = page.locator(".lens button").first();
    if (await lens.count()) await lens.focus();
}

async function combination(name, colorScheme, width) {
    const what = `${name}, ${colorScheme}, ${width} wide`;
    await visit(name, { purpose: what, colorScheme, viewport: { width, height: 800 }, reducedMotion: "reduce" }, async page => {
        await page.evaluate(source);
        if ((colorScheme === "light") === (width === 1280)) await examine(page, what);
        await useAll(page);
        await examine(page, `${what}, everything opened`);
        if (name !== "index.html") return;
        await page.locator(".open-search").click();
        await page.locator("dialog.search input").fill("gradient");
        await page.locator("dialog.search li").first().waitFor();
        await examine(page, `${what}, searching`);
        await page.keyboard.press("Escape");
        await page.locator(".open-keys").click();
        await examine(page, `${what}, help with the keys`);
    });
}

export async function run() {
    for (const name of pages) {
        for (const width of [1280, 390]) await Promise.all(["light", "dark"].map(scheme => combination(name, scheme, width)));
    }
}
