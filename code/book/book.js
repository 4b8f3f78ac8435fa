/* What a page gains where scripts run: copy buttons and the arrow keys. It is whole without. */
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
    const rel = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
    const link = rel && document.querySelector(`link[rel="${rel}"]`);
    if (link) location.href = link.href;
}

addCopyButtons();
document.addEventListener("keydown", turnPagesByKey);
