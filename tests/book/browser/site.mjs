/*
 * What the checks of the pages share: the built pages, a browser, a server on this machine only,
 * and the count of what passed and what failed.
 *
 *   BUILD     the folder of everything that is built (build)
 *   PAGES     parts of names, such as "03 index": only these pages
 *   CHROMIUM  the browser (/usr/bin/chromium)
 */
import { createRequire } from "node:module";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

export const build = resolve(process.env.BUILD ?? "build");
export const folder = join(build, "book");
const packages = join(build, "npm-test");
const chromiumPath = process.env.CHROMIUM ?? "/usr/bin/chromium";

const require = createRequire(join(packages, "package.json"));
export const packagePath = name => require.resolve(name);
export const load = name => import(pathToFileURL(require.resolve(name)));

const asked = (process.env.PAGES ?? "").split(/[ ,]+/);
export const pages = readdirSync(folder).filter(name => name.endsWith(".html") && asked.some(part => name.includes(part))).sort();
export const html = page => readFileSync(join(folder, page), "utf8");
export const address = page => pathToFileURL(join(folder, page)).href;
export const programs = readdirSync(folder).filter(name => name.endsWith(".program.js"))
    .map(name => name.replace(".program.js", "")).filter(stem => pages.includes(`${stem}.html`)).sort();

/* --- Counting ------------------------------------------------------------------------------ */

export const count = { passed: 0, failed: 0 };

export function check(right, what, found = "") {
    if (right) {
        count.passed++;
        return;
    }
    count.failed++;
    console.log(`  FAILED ${what}${found === "" ? "" : `\n         ${String(found).split("\n").join("\n         ")}`}`);
}

/* --- The browser ---------------------------------------------------------------------------- */

export const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"];

let launched = null;

export async function browser() {
    const { chromium } = (await load("playwright-core")).default;
    launched ??= chromium.launch({ executablePath: chromiumPath, args: flags });
    return launched;
}

export async function close() {
    await (await launched)?.close();
}

/* What a page must never do; looked at when the page is left. */
export function watch(page, name) {
    const said = [];
    page.on("console", message => said.push(`console ${message.type()}: ${message.text()}`));
    page.on("pageerror", error => said.push(`error: ${error.message}`));
    page.on("requestfailed", request => said.push(`not loaded: ${request.url()}`));
    page.on("request", request => {
        const url = request.url();
        if (!/^(file:\/\/|data:|blob:|http:\/\/127\.0\.0\.1:)/.test(url)) said.push(`request to ${url}`);
    });
    return () => check(said.length === 0, `${name}: a console message, or a request to somewhere else`, said.join("\n"));
}

/*
 * Opens a page of the book from its file, hands it to `look`, and checks that it was quiet.
 * `settings` are playwright's: viewport, colorScheme, javaScriptEnabled ...
 */
export async function visit(name, settings, look, hash = "") {
    const context = await (await browser()).newContext({ viewport: { width: 1280, height: 800 }, ...settings });
    const page = await context.newPage();
    page.setDefaultTimeout(10000);
    const quiet = watch(page, name);
    try {
        await page.goto(address(name) + hash);
        await look(page);
    } catch (error) {
        check(false, `${name}: ${settings.purpose ?? "visit"}`, error.message);
    }
    quiet();
    await context.close();
}

/* Everything that can be opened on a page is open: what is folded, forms, boards. */
export async function openAll(page) {
    await page.evaluate(async () => {
        for (const details of document.querySelectorAll("details")) details.open = true;
        if (typeof openForm !== "function") return;
        for (const box of document.querySelectorAll(".try")) await openForm(box);
        for (const box of document.querySelectorAll(".board-box")) await openBoard(box);
    });
}

/* --- A server for what needs one ------------------------------------------------------------- */

const types = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".txt": "text/plain; charset=utf-8" };

/* Serves the built pages on 127.0.0.1, compressed, as any server would. Returns { origin, stop }. */
export function serve() {
    const server = createServer((request, response) => {
        const path = join(folder, decodeURIComponent(new URL(request.url, "http://x").pathname));
        const robots = request.url === "/robots.txt";
        if (!robots && (!path.startsWith(folder + sep) || !existsSync(path) || !statSync(path).isFile())) {
            response.writeHead(404).end();
            return;
        }
        const body = gzipSync(robots ? "User-agent: *\nAllow: /\n" : readFileSync(path), { level: 9 });
        response.writeHead(200, { "content-type": types[extname(path)] ?? "application/octet-stream", "content-encoding": "gzip",
            "content-length": body.length, "cache-control": "max-age=3600" }).end(body);
    });
    return new Promise(ready => server.listen(0, "127.0.0.1", () => ready({
        origin: `http://127.0.0.1:${server.address().port}`, stop: () => { server.close(); server.closeAllConnections(); },
    })));
}
