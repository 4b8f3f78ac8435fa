/*
 * Checks the built pages in a real browser: node run.mjs [NAME ...], all of them without a name.
 * Says how long each took; exit status 1 if anything failed, or if nothing was checked.
 */
import { check, close, count, pages } from "./site.mjs";

const names = ["markup", "spelling", "layout", "weight", "numbers", "living", "axe", "lighthouse"];
const chosen = process.argv.length > 2 ? process.argv.slice(2) : names;

check(pages.length > 0, "no page is built");
for (const name of chosen) {
    const before = { ...count, time: performance.now() };
    const suite = await import(`./${name}.mjs`);
    await suite.run();
    const passed = count.passed - before.passed, failed = count.failed - before.failed;
    check(passed + failed > 0, `${name} checked nothing`);
    console.log(`${name}: ${passed} passed, ${failed} failed, ${((performance.now() - before.time) / 1000).toFixed(1)} s`);
}
await close();
console.log(`${count.passed} passed, ${count.failed} failed`);
process.exitCode = count.failed === 0 ? 0 : 1;
