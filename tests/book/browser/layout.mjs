/*
 * Nothing is cut off or runs out at the side, down to 320 pixels and at 200 % zoom; the page is
 * complete without scripts and on paper, and nothing moves for a reader who asked for that.
 */
import { check, html, openAll, pages, visit } from "./site.mjs";

const sizes = [
    { purpose: "320 wide", viewport: { width: 320, height: 640 } },
    { purpose: "390 wide", viewport: { width: 390, height: 844 } },
    { purpose: "1280 wide at 200 %", viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 },
    { purpose: "1280 wide", viewport: { width: 1280, height: 800 } },
];

/* What stands out at the side and cannot be scrolled to inside of its own box. */
function standingOut() {
    const width = document.documentElement.clientWidth;
    const scrolls = x => x && x !== document.documentElement &&
        (/auto|scroll/.test(getComputedStyle(x).overflowX) || scrolls(x.parentElement));
    const out = [...document.querySelectorAll("body *")].filter(x => {
        const box = x.getBoundingClientRect();
        return box.width > 0 && (box.right > width + 1 || box.left < -1) && !x.matches(".skip") && !scrolls(x);
    });
    return { scroll: document.documentElement.scrollWidth - width,
        out: out.slice(0, 5).map(x => `<${x.tagName.toLowerCase()} class="${x.getAttribute("class") ?? ""}"> ${x.textContent.trim().slice(0, 50)}`) };
}

async function fits(name, size) {
    await visit(name, size, async page => {
        await openAll(page);
        const { scroll, out } = await page.evaluate(standingOut);
        check(scroll <= 0 && out.length === 0, `${name}, ${size.purpose}: stands out at the side by ${scroll} pixels`, out.join("\n"));
    });
}

/* On a phone: what is touched is large enough to be hit, and figures need no scrolling and no lens. */
async function phone(name) {
    await visit(name, { purpose: "phone", viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }, async page => {
        await openAll(page);
        const small = await page.evaluate(() => [...document.querySelectorAll("button, summary, select, input, .top a, .bottom nav a")].map(x => [x, x.getBoundingClientRect()])
            .filter(([, box]) => box.width > 0 && (box.width < 24 || box.height < 24))
            .map(([x, box]) => `${x.tagName} ${x.className} ${Math.round(box.width)}x${Math.round(box.height)} ${x.textContent.trim().slice(0, 20)}`));
        check(small.length === 0, `${name}, phone: too small to be touched`, small.slice(0, 8).join("\n"));
        const wide = await page.locator("main .table").evaluateAll(list => list.filter(x => x.scrollWidth > x.clientWidth + 1).map(x => x.textContent.trim().slice(0, 60)));
        check(wide.length === 0, `${name}, phone: tables that must be scrolled`, wide.join("\n"));
        const cut = await page.locator(".option").evaluateAll(list => list.filter(x => x.getClientRects().length > 1).map(x => x.textContent));
        check(cut.length === 0, `${name}, phone: options that are cut at the end of a line`, cut.join(" "));
        const figures = await page.locator("figure.drawn").evaluateAll(all => all.map(x => {
            const svg = [...x.querySelectorAll("svg")].find(s => s.getBoundingClientRect().width > 0);
            if (!svg) return `${x.id}: no picture`;
            const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
            const least = Math.min(...[...svg.querySelectorAll("text")].filter(t => t.textContent.trim()).map(t => parseFloat(getComputedStyle(t).fontSize) * scale));
            return x.scrollWidth > x.clientWidth ? `${x.id}: must be scrolled` : least < 10 ? `${x.id}: labels of ${least.toFixed(1)} pixels` : "";
        }).filter(Boolean));
        check(figures.length === 0, `${name}, phone: figures`, figures.join("\n"));
    });
}

/* A link to a section ends at its heading, and the page is as high as when all of it is laid out. */
async function anchors(name) {
    for (const width of [390, 1280]) {
        const settings = { purpose: `anchors, ${width} wide`, viewport: { width, height: 800 }, reducedMotion: "reduce" };
        const ids = [...html(name).matchAll(/<h2[^>]* id="([^"]+)"/g)].map(m => m[1]);
        for (const id of [ids[Math.floor(ids.length / 2)], ids[ids.length - 2]].filter(Boolean)) {
            await visit(name, settings, async page => {
                await page.waitForTimeout(200);
                const found = await page.evaluate(x => ({ top: document.getElementById(x).getBoundingClientRect().top, end: scrollY + innerHeight >= document.documentElement.scrollHeight - 2 }), id);
                check(found.end || (found.top > 30 && found.top < 140), `${name}, ${width} wide: the link to #${id} ends ${Math.round(found.top)} pixels from the top`);
            }, `#${id}`);
        }
        await visit(name, settings, async page => {
            const before = await page.evaluate(() => document.documentElement.scrollHeight);
            await page.addStyleTag({ content: "* { content-visibility: visible !important; }" });
            const after = await page.evaluate(() => document.documentElement.scrollHeight);
            check(Math.abs(after - before) <= 40, `${name}, ${width} wide: ${before} pixels high, and ${after} when all is laid out`);
        });
    }
}

/* Without scripts: every figure, output and number is there, and no button that does nothing. */
async function still(name) {
    await visit(name, { purpose: "no scripts", javaScriptEnabled: false }, async page => {
        const hidden = [];
        for (const selector of ["main h1", "main h2", "main p", "figure.drawn svg:not(.narrow)", "figure.drawn figcaption", "figure.code pre", "figure.run pre", "main .v", "main table"]) {
            for (const x of await page.locator(selector).all()) {
                const folded = await x.evaluate(e => Boolean(e.closest("details:not([open])")));
                if (!folded && !(await x.isVisible())) hidden.push(`${selector}: ${(await x.textContent()).slice(0, 50)}`);
            }
        }
        check(hidden.length === 0, `${name}, no scripts: not to be seen`, hidden.slice(0, 8).join("\n"));
        const dead = await page.locator("button:visible, input:visible, select:visible").count();
        check(dead === 0, `${name}, no scripts: ${dead} buttons or inputs that do nothing`);
        const empty = await page.locator("main .v").evaluateAll(all => all.filter(x => x.textContent.trim() === "" || x.textContent === "?").length);
        check(empty === 0, `${name}, no scripts: ${empty} numbers are empty`);
        const alone = await page.locator("main summary").count();
        if (alone > 0) {
            const last = page.locator("main summary").last();
            await last.click();
            check(await last.evaluate(x => x.parentElement.open), `${name}, no scripts: what is folded does not open`);
        }
    });
}

async function calm(name) {
    await visit(name, { purpose: "reduced motion", reducedMotion: "reduce" }, async page => {
        await openAll(page);
        const moving = await page.evaluate(() => [
            ...document.getAnimations().map(a => a.animationName ?? a.transitionProperty),
            ...(getComputedStyle(document.documentElement).scrollBehavior === "auto" ? [] : ["smooth scrolling"]),
            ...[...document.querySelectorAll("body *")].filter(x => parseFloat(getComputedStyle(x).transitionDuration) > 0).map(x => x.tagName)]);
        check(moving.length === 0, `${name}, reduced motion: moves`, moving.slice(0, 5).join(" "));
    });
}

/* On paper: A4 with the margins of the browser is 718 pixels wide. */
async function paper(name) {
    for (const colorScheme of ["light", "dark"]) {
        await visit(name, { purpose: "print", colorScheme, viewport: { width: 718, height: 1000 } }, async page => {
            await openAll(page);
            await page.emulateMedia({ media: "print", colorScheme });
            const { scroll, out } = await page.evaluate(() => {
                const width = document.documentElement.clientWidth;
                return { scroll: document.documentElement.scrollWidth - width,
                    out: [...document.querySelectorAll("body *")].filter(x => x.getBoundingClientRect().width > 0 && x.getBoundingClientRect().right > width + 1 && !x.closest("math"))
                        .slice(0, 5).map(x => `<${x.tagName.toLowerCase()} class="${x.getAttribute("class") ?? ""}"> ${x.textContent.trim().slice(0, 50)}`) };
            });
            check(scroll <= 0 && out.length === 0, `${name}, print, ${colorScheme}: stands out by ${scroll}`, out.join("\n"));
            const shown = await page.locator("button:visible, input:visible, nav:visible, .skip:visible").count();
            check(shown === 0, `${name}, print: ${shown} buttons, inputs or menus`);
            const colours = await page.evaluate(() => [document.body, ...document.querySelectorAll("main .blue, main code span, main .box")].slice(0, 60)
                .map(x => getComputedStyle(x).color.match(/\d+/g).slice(0, 3).map(Number)).filter(([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b > 140).length);
            check(colours === 0, `${name}, print, ${colorScheme}: ${colours} pale colours on white paper`);
        });
    }
    await visit(name, { purpose: "PDF" }, async page => {
        const pdf = await page.pdf({ format: "A4" });
        const sheets = (pdf.toString("latin1").match(/\/Type\s*\/Page\b/g) ?? []).length;
        check(sheets > 0, `${name}: prints ${sheets} sheets`);
    });
}

export async function run() {
    for (const name of pages) {
        check(/<main[^>]*>/.test(html(name)), `${name} has no main`);
        for (const size of sizes) await fits(name, size);
        await phone(name);
        await anchors(name);
        await still(name);
        await calm(name);
        await paper(name);
    }
}
