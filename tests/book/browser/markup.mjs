/* The Nu validator finds no error; every link, anchor and id resolves; no id stands twice. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { check, folder, html, packagePath, pages } from "./site.mjs";

function validator() {
    const jar = join(packagePath("vnu-jar/package.json"), "../build/dist/vnu.jar");
    const run = spawnSync("java", ["-jar", jar, "--errors-only", "--exit-zero-always", "--format", "json", ...pages.map(p => join(folder, p))],
        { encoding: "utf8", maxBuffer: 1 << 28 });
    check(run.status === 0, "the Nu validator did not run", run.error?.message ?? run.stderr.slice(0, 500));
    const messages = run.status === 0 ? JSON.parse(run.stderr || run.stdout).messages : [];
    for (const page of pages) {
        const own = messages.filter(m => m.url.endsWith(`/${page}`));
        check(own.length === 0, `${page}: ${own.length} errors of the Nu validator`,
            own.slice(0, 8).map(m => `line ${m.lastLine}: ${m.message}`).join("\n"));
    }
}

const attribute = (text, name) => [...text.matchAll(new RegExp(`\\s${name}="([^"]*)"`, "g"))].map(m => m[1].replaceAll("&amp;", "&"));
const ids = new Map(readdirSync(folder).filter(name => name.endsWith(".html")).map(page => [page, attribute(html(page), "id")]));

/* Where a link of a page leads to: null if it resolves, else what is wrong. Other hosts are not asked. */
function wrongLink(page, target) {
    if (/^(https:|data:|mailto:)/.test(target)) return null;
    if (/^http:/.test(target)) return "not https";
    const [path, anchor] = target.split("#");
    const file = decodeURIComponent(path) || page;
    if (!existsSync(join(folder, file))) return "no such file";
    if (!anchor) return null;
    return ids.get(file)?.includes(decodeURIComponent(anchor)) ? null : "no such id";
}

function links(page) {
    const text = html(page);
    const targets = [...new Set([...attribute(text, "href"), ...attribute(text, "src")])];
    const wrong = targets.map(t => [t, wrongLink(page, t)]).filter(([, why]) => why);
    check(wrong.length === 0, `${page}: broken links`, wrong.map(([t, why]) => `${t}: ${why}`).join("\n"));
    const own = ids.get(page);
    const twice = own.filter((id, i) => own.indexOf(id) !== i);
    check(twice.length === 0, `${page}: ids that stand twice`, twice.join(" "));
    const named = ["for", "aria-labelledby", "aria-describedby", "aria-controls"].flatMap(name => attribute(text, name)).flatMap(x => x.split(" "));
    const lost = named.filter(id => id && !own.includes(id));
    check(lost.length === 0, `${page}: for or aria-... names an id that is not there`, lost.join(" "));
}

export async function run() {
    validator();
    for (const page of pages) links(page);
}
