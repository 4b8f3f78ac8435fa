/* What a page gains where scripts run: copy buttons, keys, the place you were at. It is whole without. */
"use strict";

function addCopyButtons() {
    if (!navigator.clipboard) return;
    for (const figure of document.querySelectorAll("figure.code, figure.run")) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "copy";
        button.textContent = "copy";
        button.setAttribute("aria-label", figure.matches(".run") ? "Copy the command" : "Copy the code");
        button.addEventListener("click", async () => {
            const part = figure.querySelector(figure.matches(".run") ? "kbd" : "pre");
            await navigator.clipboard.writeText(part.textContent);
            button.textContent = "copied";
            setTimeout(() => { button.textContent = "copy"; }, 1500);
        });
        figure.querySelector("figcaption").append(button);
    }
}

/* Keys that are letters or signs can be turned off: who speaks to the computer sets them off unawares. */
function lettersWork() {
    try { return localStorage.getItem("gradient-keys") !== "off"; } catch { return true; }
}

function turnPagesByKey(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target.closest("input, textarea, select, dialog, [contenteditable], pre, .table, .live, .guess, .lens, .walk")) return;
    if (event.key === "c" && lettersWork()) location.href = "index.html#contents";
    const rel = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
    const link = rel && document.querySelector(`link[rel="${rel}"]`);
    if (link) location.href = link.href;
}

/* Remembers the last section that was read; the front page offers to go on there. */
function rememberPlace() {
    const page = location.pathname.split("/").pop() || "index.html";
    if (page === "index.html") return offerPlace();
    const headings = [...document.querySelectorAll("main h1[id], main h2[id]")];
    const remember = () => {
        const read = headings.filter(h => h.getBoundingClientRect().top < innerHeight / 2).pop();
        if (!read) return;
        const title = read.textContent.replace(/ #$/, "").trim();
        try { localStorage.setItem("gradient-place", JSON.stringify({ page, id: read.id, title })); } catch { /* private mode */ }
    };
    addEventListener("scroll", () => { clearTimeout(remember.timer); remember.timer = setTimeout(remember, 300); }, { passive: true });
}

function offerPlace() {
    let place = null;
    try { place = JSON.parse(localStorage.getItem("gradient-place")); } catch { /* private mode */ }
    if (!place) return;
    const p = document.createElement("p");
    p.className = "go-on";
    const link = document.createElement("a");
    link.href = `${place.page}#${place.id}`;
    link.textContent = place.title;
    p.append("You were reading: ", link);
    document.querySelector("main h1").after(p);
}

/* --- Notes: how a number came about, what a term means ------------------------------------ */

/* One card for all of them, near what it is about and never off the screen. Without scripts, the
   style sheet shows the note; a card can be pointed at, and leaves with Escape. */
function makeNotes() {
    const card = document.createElement("div");
    card.id = "note";
    card.setAttribute("role", "tooltip");
    card.hidden = true;
    document.body.append(card);
    document.documentElement.classList.add("scripted");
    let about = null, leaving = 0;
    const hide = () => {
        clearTimeout(leaving);
        card.hidden = true;
        about?.removeAttribute("aria-describedby");
        about = null;
    };
    const show = element => {
        clearTimeout(leaving);
        if (element === about) return;
        hide();
        about = element;
        card.textContent = element.dataset.note;
        card.hidden = false;
        const box = element.getClientRects()[0] ?? element.getBoundingClientRect();
        const left = Math.max(8, Math.min(box.left, document.documentElement.clientWidth - card.offsetWidth - 8));
        const below = box.bottom + 4, above = box.top - card.offsetHeight - 4;
        card.style.left = `${left + scrollX}px`;
        card.style.top = `${(below + card.offsetHeight > innerHeight && above > 0 ? above : below) + scrollY}px`;
        element.setAttribute("aria-describedby", "note");
    };
    const leave = () => { leaving = setTimeout(hide, 120); };
    const noted = event => event.target.closest?.("[data-note]");
    document.addEventListener("mouseover", event => {
        if (noted(event)) show(noted(event));
        else if (about && card.contains(event.target)) clearTimeout(leaving);
        else if (about) leave();
    });
    document.addEventListener("focusin", event => (noted(event) ? show(noted(event)) : hide()));
    /* A finger cannot hover: the first tap on a term shows what it means, the second goes there. */
    let touched = null;
    document.addEventListener("pointerdown", event => { touched = event.pointerType === "touch" ? { shown: about } : null; });
    document.addEventListener("click", event => {
        const element = noted(event);
        if (!element) return;
        if (element.href && (!touched || touched.shown === element)) return;
        if (element.href) event.preventDefault();
        show(element);
        if (element.href) card.append(Object.assign(document.createElement("em"), { textContent: " Tap again to look it up." }));
    });
    document.addEventListener("keydown", event => { if (event.key === "Escape") hide(); });
}

/* --- Help with the keys --------------------------------------------------------------------- */

const KEYS = [["←", "the chapter before"], ["→", "the next chapter"], ["c", "the contents"], ["/", "search the book"],
    ["↑ ↓", "with ← and →: from cell to cell of a board or a drawing; ← and → also from step to step of a walk"], ["Tab", "the next link, button or input; what is focused shows its note"], ["Esc", "close what has opened"], ["?", "this help"]];

function showKeys() {
    let dialog = document.querySelector("dialog.keys");
    if (!dialog) {
        dialog = document.createElement("dialog");
        dialog.className = "keys";
        dialog.setAttribute("aria-labelledby", "keys-title");
        dialog.innerHTML = '<h2 id="keys-title">Keys</h2><dl></dl><form method="dialog"><button>close</button></form>';
        const searches = document.querySelector(".open-search");
        for (const [key, what] of KEYS.filter(([k]) => k !== "/" || searches)) {
            const dt = document.createElement("dt"), dd = document.createElement("dd");
            dt.append(Object.assign(document.createElement("kbd"), { textContent: key }));
            dd.textContent = what;
            dialog.querySelector("dl").append(dt, dd);
        }
        const label = document.createElement("label"), box = Object.assign(document.createElement("input"), { type: "checkbox", checked: lettersWork() });
        label.append(box, " c, / and ? do this");
        box.addEventListener("change", () => { try { localStorage.setItem("gradient-keys", box.checked ? "on" : "off"); } catch { /* private mode */ } });
        dialog.querySelector("form").before(label);
        dialog.addEventListener("click", event => { if (event.target === dialog) dialog.close(); });
        document.body.append(dialog);
    }
    dialog.showModal();
}

function helpByKey(event) {
    if (event.key !== "?" || event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select") || !lettersWork()) return;
    event.preventDefault();
    showKeys();
}

/* The same by a button, for who does not know that there is a key for it. */
function addKeysButton() {
    const b = document.createElement("button");
    b.type = "button";
    b.className = "open-keys";
    b.textContent = "keys";
    b.title = "Which keys do what (key: ?)";
    b.addEventListener("click", showKeys);
    document.querySelector(".bottom").append(b);
}

addCopyButtons();
rememberPlace();
makeNotes();
addKeysButton();
document.addEventListener("keydown", helpByKey);
document.addEventListener("keydown", turnPagesByKey);
