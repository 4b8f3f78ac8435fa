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

function turnPagesByKey(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable], pre, .table")) return;
    if (event.key === "c") location.href = "index.html#contents";
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

addCopyButtons();
rememberPlace();
document.addEventListener("keydown", turnPagesByKey);
