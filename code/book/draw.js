/*
 * Chapter 4's drawing board: 28x28 pixels by hand, sent through the trained network, and the
 * gradient that comes back to them. The network is the chapter's C program (--look) with the
 * weights that the book's own run learned; nothing is computed here.
 */
"use strict";

const SIDE = 28;

/* A few garments to begin with, as rows of "from-to" columns that are filled. */
const garments = {
    trousers: { 3: [[9, 18]], 4: [[9, 18]], ...rows(5, 25, [[9, 12], [15, 18]]) },
    shirt: { ...rows(4, 6, [[8, 19]]), ...rows(7, 11, [[4, 23]]), ...rows(12, 24, [[9, 18]]) },
    bag: { ...rows(8, 9, [[10, 17]]), ...rows(10, 11, [[9, 10], [17, 18]]), ...rows(12, 23, [[4, 23]]) },
    boot: { ...rows(4, 14, [[13, 20]]), ...rows(15, 19, [[5, 20]]), ...rows(20, 22, [[3, 21]]) },
};

function rows(first, last, spans) {
    return Object.fromEntries(Array.from({ length: last - first + 1 }, (_, i) => [first + i, spans]));
}

function newCanvas(label) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = SIDE;
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", label);
    return canvas;
}

/* The pen of who draws by keys, in a colour that is neither paper nor ink. */
function paintPen(canvas, { row, column }) {
    const context = canvas.getContext("2d");
    context.fillStyle = "#2a6fd6";
    context.fillRect(column, row, 1, 1);
}

/* Paints 784 numbers by a function from number to [red, green, blue]. */
function paint(canvas, numbers, colour) {
    const context = canvas.getContext("2d");
    const image = context.createImageData(SIDE, SIDE);
    numbers.forEach((v, i) => image.data.set([...colour(v), 255], 4 * i));
    context.putImageData(image, 0, 0);
}

const gray = v => [255 - v, 255 - v, 255 - v];

/* White where nothing arrives, vermilion where a brighter pixel would raise the loss, blue where
   it would lower it. */
function gradientColour(largest) {
    return v => {
        const part = largest ? Math.min(1, Math.abs(v) / largest) : 0;
        const full = v > 0 ? [200, 80, 10] : [10, 95, 180];
        return full.map(c => Math.round(255 + (c - 255) * part));
    };
}

async function openDrawing(box) {
    await loadScript("04_full_network.weights.js");
    const names = window.bookClasses.trim().split("\n").map(line => line.split("\t")[1]);
    const pixels = new Array(SIDE * SIDE).fill(0);
    const cursor = { row: 14, column: 14 };
    const drawing = newCanvas("your drawing, 28 by 28 pixels");
    const where = document.createElement("output");
    where.className = "spoken";
    where.setAttribute("aria-live", "polite");
    const back = newCanvas("the gradient of each pixel");
    const classes = document.createElement("ol");
    const said = document.createElement("output");
    said.setAttribute("aria-live", "polite");
    const right = document.createElement("select");
    right.setAttribute("aria-label", "the class taken for right");
    right.append(new Option("the class it says", "-1"), ...names.map((name, k) => new Option(name, String(k))));

    let byKeys = false, erases = false;
    const paintDrawing = () => {
        paint(drawing, pixels, gray);
        if (byKeys && document.activeElement === drawing) paintPen(drawing, cursor);
    };

    const look = async () => {
        paintDrawing();
        const args = ["--look", "weights", "--pixels", pixels.join(","), "--right", right.value, "--values"];
        const result = await runProgram("04_full_network", args, { weights: window.bookWeights });
        if (result.status !== 0) return said.replaceChildren(result.err);
        const v = parseValues(result.out);
        const gradient = pixels.map((_, i) => Number(v.get(`look.dpixel.${Math.floor(i / SIDE)}.${i % SIDE}`)));
        paint(back, gradient, gradientColour(Math.max(...gradient.map(Math.abs))));
        classes.replaceChildren(...names.map((name, k) => {
            const p = Number(v.get(`look.p.${k}`));
            const item = document.createElement("li");
            item.style.setProperty("--p", p);
            item.textContent = `${name} ${(100 * p).toFixed(1)} %`;
            return item;
        }));
        said.textContent = `It says: ${names[v.get("look.said")]}. The loss for ${names[v.get("look.right")]} is ${Number(v.get("look.loss")).toFixed(3)}; ` +
            `its gradient reached ${v.get("look.reached.conv1")} cells of the first map and ${v.get("look.reached.conv2")} of the second.`;
    };

    let pending = 0;
    const soon = () => { cancelAnimationFrame(pending); pending = requestAnimationFrame(look); };
    const dot = (row, column) => {
        for (const [r, c, v] of [[0, 0, 255], [0, 1, 200], [1, 0, 200], [1, 1, 140]]) {
            const i = (row + r) * SIDE + column + c;
            if (row >= 0 && column >= 0 && row + r < SIDE && column + c < SIDE) pixels[i] = erases ? 0 : Math.max(pixels[i], v);
        }
        soon();
    };
    /* A fast stroke is reported in few points: what lies between them is drawn too. */
    let last = null;
    const stroke = (row, column) => {
        const from = last ?? [row, column];
        const steps = Math.max(1, Math.abs(row - from[0]), Math.abs(column - from[1]));
        for (let i = 1; i <= steps; i++) {
            dot(Math.round(from[0] + (row - from[0]) * i / steps), Math.round(from[1] + (column - from[1]) * i / steps));
        }
        last = [row, column];
    };
    const pointer = event => {
        if (!(event.buttons & 1)) return;
        const area = drawing.getBoundingClientRect();
        stroke(Math.floor((event.clientY - area.top) / area.height * SIDE), Math.floor((event.clientX - area.left) / area.width * SIDE));
        event.preventDefault();
    };
    drawing.tabIndex = 0;
    drawing.setAttribute("role", "application");
    drawing.setAttribute("aria-label", "your drawing, 28 by 28 pixels; arrow keys move the pen, space draws or erases");
    drawing.addEventListener("pointerdown", event => {
        last = null;
        byKeys = false;
        drawing.setPointerCapture(event.pointerId);
        pointer(event);
        drawing.focus({ preventScroll: true });
    });
    drawing.addEventListener("pointermove", pointer);
    drawing.addEventListener("keydown", event => {
        const by = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
        if (by) {
            cursor.row = Math.max(0, Math.min(SIDE - 1, cursor.row + by[0]));
            cursor.column = Math.max(0, Math.min(SIDE - 1, cursor.column + by[1]));
            byKeys = true;
            paintDrawing();
            where.textContent = `row ${cursor.row}, column ${cursor.column}, ${pixels[cursor.row * SIDE + cursor.column] ? "drawn" : "empty"}`;
        } else if (event.key === " ") {
            dot(cursor.row, cursor.column);
            byKeys = true;
            where.textContent = `${erases ? "erased" : "drawn"} at row ${cursor.row}, column ${cursor.column}`;
        } else {
            return;
        }
        event.preventDefault();
        event.stopPropagation();
    });
    /* Who comes by the Tab key sees where the pen is. */
    drawing.addEventListener("focus", () => { byKeys = drawing.matches(":focus-visible"); paintDrawing(); });
    drawing.addEventListener("blur", paintDrawing);
    right.addEventListener("change", look);

    const show = spans => {
        pixels.fill(0);
        for (const [row, list] of Object.entries(spans)) {
            for (const [from, to] of list) pixels.fill(220, row * SIDE + from, row * SIDE + to + 1);
        }
        look();
    };
    const actions = document.createElement("p");
    actions.className = "actions";
    actions.append(...Object.entries(garments).map(([name, spans]) => button(name, () => show(spans))), button("clear", () => show({})));
    const eraser = checkbox("erase");
    eraser.firstChild.addEventListener("change", event => { erases = event.target.checked; });
    actions.append(eraser);
    const label = document.createElement("label");
    label.append("Taken for right: ", right);
    const pair = document.createElement("div");
    pair.className = "drawing";
    pair.append(drawing, back, classes);
    box.querySelector(".live").replaceChildren(actions, pair, label, said, where);
    show(garments.boot);
    return drawing;
}

for (const box of document.querySelectorAll(".draw-box")) {
    const live = document.createElement("div");
    live.className = "live";
    live.append(button("open the drawing board", () => openDrawing(box).then(drawing => drawing.focus())));
    box.append(live);
}
