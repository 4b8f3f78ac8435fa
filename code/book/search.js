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

let index = null;

async function searchIndex() {
    if (index) return index;
    await Promise.all([loadOnce("search-data.js"), loadOnce("minisearch.js")]);
    index = new window.MiniSearch({
        fields: ["title", "text"], storeFields: ["page", "anchor", "title", "chapter", "text"],
        searchOptions: { boost: { title: 3 }, prefix: true, fuzzy: 0.15, combineWith: "AND" },
    });
    index.addAll(window.bookSections.map((section, id) => ({ id, ...section })));
    return index;
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
    item.append(link, " ", where, words);
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
        const hits = query ? (await searchIndex()).search(query).slice(0, 12) : [];
        if (query !== input.value.trim()) return;
        list.replaceChildren(...hits.map(resultItem));
        dialog.querySelector(".count").textContent = query ? `${hits.length === 12 ? "12 or more" : hits.length} found` : "";
    };
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

let preview = null;

async function showPreview(link) {
    const [page, anchor] = link.getAttribute("href").split("#");
    await loadOnce("search-data.js");
    const own = location.pathname.split("/").pop();
    const target = window.bookSections.find(s => s.page === (page || own) && s.anchor === anchor);
    if (!target || !link.matches(":hover, :focus")) return;
    preview ??= document.body.appendChild(Object.assign(document.createElement("div"), { className: "preview", role: "tooltip", id: "preview" }));
    preview.textContent = "";
    const title = document.createElement("b");
    title.textContent = target.title;
    preview.append(title, ` ${target.chapter}`, document.createElement("br"), `${target.text.slice(0, 220)} …`);
    const box = link.getBoundingClientRect();
    preview.hidden = false;
    preview.style.left = `${Math.max(8, Math.min(box.left, innerWidth - preview.offsetWidth - 8)) + scrollX}px`;
    preview.style.top = `${box.bottom + scrollY + 6}px`;
    link.setAttribute("aria-describedby", "preview");
}

function hidePreview() {
    if (preview) preview.hidden = true;
}

for (const link of document.querySelectorAll('main a[href*="#"]:not(.anchor, .term, [role], [href*="#fn"], [href^="#cb"], [href^="http"])')) {
    link.addEventListener("mouseenter", () => showPreview(link));
    link.addEventListener("focus", () => showPreview(link));
    link.addEventListener("mouseleave", hidePreview);
    link.addEventListener("blur", hidePreview);
}

document.querySelector(".open-search").addEventListener("click", openSearch);
document.addEventListener("keydown", event => {
    if (event.key === "Escape") hidePreview();
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select")) return;
    event.preventDefault();
    openSearch();
});
