/*
 * Search in the whole book, and previews of cross references. Both read the same file,
 * search-data.js (window.bookSections: page, id, title, text of every section), which is loaded
 * when it is first needed; the index is built by MiniSearch, a library, in the browser. It works
 * from file://, without a server.
 */
"use strict";

const loaded = {};

function loadOnce(src) {
    loaded[src] ??= new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = src;
        script.onload = resolve;
        script.onerror = reject;
        document.head.append(script);
    });
    return loaded[src];
}

/* Words that are everywhere say nothing; some words of other books are called otherwise here. */
const EMPTY = new Set("a an and are as at be by can do does for from how i if in is it its my not of on or so that the this to was what when where which why with you".split(" "));
const SAME = { backprop: "backward", backpropagation: "backward", maxpool: "max", maxpooling: "max", dense: "fc", linear: "fc", differentiable: "derivative", conv2d: "convolution", switches: "winners", average: "mean" };

let index = null;

async function searchIndex() {
    if (index) return index;
    await Promise.all([loadOnce("search-data.js"), loadOnce("minisearch.js")]);
    index = new window.MiniSearch({
        fields: ["title", "text"], storeFields: ["page", "anchor", "title", "chapter", "text"],
        searchOptions: { boost: { title: 3 }, prefix: term => term.length > 2, fuzzy: term => (term.length > 4 ? 0.15 : 0), boostDocument: weight },
    });
    index.addAll(window.bookSections.map((section, id) => ({ id, ...section })));
    return index;
}

/* The chapter explains, the appendix sums up, an exercise asks. */
function weight(id) {
    const section = window.bookSections[id];
    return /^Exercise/.test(section.title) ? 0.5 : /^Chapter/.test(section.chapter) ? 1.4 : 1;
}

/* Sections that have all the words first; if they are few, those that have some. */
function find(all, query) {
    const words = query.toLowerCase().split(/[\s,.;:?!()"']+/).filter(Boolean);
    const telling = words.filter(word => !EMPTY.has(word));
    const asked = telling.length ? telling : words;
    const either = asked.map(word => (SAME[word] ? { combineWith: "OR", queries: [word, SAME[word]] } : word));
    const every = all.search({ combineWith: "AND", queries: either });
    if (every.length >= 3 || asked.length < 2) return every;
    const seen = new Set(every.map(hit => hit.id));
    return [...every, ...all.search({ combineWith: "OR", queries: either }).filter(hit => !seen.has(hit.id))];
}

/* What to do when nothing is found. */
function nothingFound(query) {
    const message = document.createDocumentFragment();
    const index = Object.assign(document.createElement("a"), { href: "93_index.html", textContent: "the index" });
    const questions = Object.assign(document.createElement("a"), { href: "91_questions.html", textContent: "the questions that people ask" });
    message.append(`Nothing found for “${query}”. Try another word, or look into `, index, " and ", questions, ".");
    return message;
}

/* The words around the first hit. */
function extract(text, terms) {
    const at = Math.max(0, Math.min(...terms.map(t => text.toLowerCase().indexOf(t)).filter(i => i >= 0)));
    const from = Number.isFinite(at) ? Math.max(0, text.lastIndexOf(" ", Math.max(0, at - 50))) : 0;
    return (from > 0 ? "… " : "") + text.slice(from, from + 150).trim() + " …";
}

function resultItem(hit) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = `${hit.page}#${hit.anchor}`;
    link.textContent = hit.title;
    const where = document.createElement("small");
    where.textContent = hit.chapter;
    const words = document.createElement("p");
    words.textContent = extract(hit.text, hit.terms);
    item.append(link, " ", where);
    if (hit.text.trim()) item.append(words);
    return item;
}

function searchDialog() {
    const dialog = document.createElement("dialog");
    dialog.className = "search";
    dialog.setAttribute("aria-label", "Search the book");
    dialog.innerHTML = '<form method="dialog"><input type="text" role="searchbox" aria-label="Search the book" placeholder="Search the book" autocomplete="off">' +
        '<button>close</button></form><p class="count" role="status"></p><ol></ol>';
    const input = dialog.querySelector("input");
    const list = dialog.querySelector("ol");
    const show = async () => {
        const query = input.value.trim();
        const hits = query ? find(await searchIndex(), query).slice(0, 12) : [];
        if (query !== input.value.trim()) return;
        list.replaceChildren(...hits.map(resultItem));
        const count = `${hits.length === 12 ? "12 or more" : hits.length} found`;
        dialog.querySelector(".count").replaceChildren(query === "" ? "" : hits.length ? count : nothingFound(query));
    };
    /* Down and up go through what was found, and back to the word. */
    dialog.addEventListener("keydown", event => {
        const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (!by) return;
        const stops = [input, ...list.querySelectorAll("a")];
        const at = stops.indexOf(document.activeElement);
        event.preventDefault();
        stops[Math.max(0, Math.min(stops.length - 1, at + by))].focus();
    });
    input.addEventListener("input", show);
    input.addEventListener("keydown", event => {
        if (event.key === "Enter") {
            event.preventDefault();
            list.querySelector("a")?.click();
        }
    });
    list.addEventListener("click", event => { if (event.target.closest("a")) dialog.close(); });
    dialog.addEventListener("click", event => { if (event.target === dialog) dialog.close(); });
    document.body.append(dialog);
    return dialog;
}

let dialog = null;

function openSearch() {
    dialog ??= searchDialog();
    dialog.showModal();
    dialog.querySelector("input").select();
    searchIndex();
}

/* --- What a cross reference leads to, before it is followed ------------------------------- */

let preview = null, leaving = 0;

/* It stays as long as it is pointed at. */
function newPreview() {
    const card = Object.assign(document.createElement("div"), { className: "preview", id: "preview" });
    card.setAttribute("role", "tooltip");
    card.addEventListener("mouseenter", () => clearTimeout(leaving));
    card.addEventListener("mouseleave", leave);
    return document.body.appendChild(card);
}

function leave() {
    leaving = setTimeout(hidePreview, 150);
}

async function showPreview(link) {
    const [page, anchor] = link.getAttribute("href").split("#");
    await loadOnce("search-data.js");
    const own = location.pathname.split("/").pop();
    const target = window.bookSections.find(s => s.page === (page || own) && s.anchor === anchor);
    if (!target || !link.matches(":hover, :focus")) return;
    clearTimeout(leaving);
    preview ??= newPreview();
    preview.textContent = "";
    const title = document.createElement("b");
    title.textContent = target.title;
    preview.append(title, ` ${target.chapter}`, document.createElement("br"), `${target.text.slice(0, 220)} …`);
    const box = link.getBoundingClientRect();
    preview.hidden = false;
    preview.style.left = `${Math.max(8, Math.min(box.left, innerWidth - preview.offsetWidth - 8)) + scrollX}px`;
    const below = box.bottom + 6, above = box.top - preview.offsetHeight - 6;
    preview.style.top = `${(below + preview.offsetHeight > innerHeight && above > 0 ? above : below) + scrollY}px`;
    link.setAttribute("aria-describedby", "preview");
}

function hidePreview() {
    if (preview) preview.hidden = true;
}

for (const link of document.querySelectorAll('main a[href*="#"]:not(.anchor, .term, [role], [href*="#fn"], [href^="#cb"], [href^="http"])')) {
    link.addEventListener("mouseenter", () => showPreview(link));
    link.addEventListener("focus", () => showPreview(link));
    link.addEventListener("mouseleave", leave);
    link.addEventListener("blur", hidePreview);
}

document.querySelector(".open-search").addEventListener("click", openSearch);
document.addEventListener("keydown", event => {
    if (event.key === "Escape") hidePreview();
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select") || !lettersWork()) return;
    event.preventDefault();
    openSearch();
});
