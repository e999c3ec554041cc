"use strict";
// Colours of cosines from -1 to 1, the same as in the pictures of 'irepa encoders show'.
const stops = [[5, 48, 97], [67, 147, 195], [247, 247, 247], [214, 96, 77], [103, 0, 31]];
function colour(value) {
  const place = (Math.max(-1, Math.min(1, value)) + 1) / 2 * (stops.length - 1);
  const below = Math.min(stops.length - 2, Math.floor(place));
  return stops[below].map((low, c) => Math.round(low + (place - below) * (stops[below + 1][c] - low)));
}

const maps = new Map();
for (const canvas of document.querySelectorAll("canvas")) {
  const bytes = atob(canvas.dataset.map);
  maps.set(canvas, Int8Array.from(bytes, c => c.charCodeAt(0)));
  canvas.removeAttribute("data-map");
  canvas.width = canvas.dataset.columns;
  canvas.height = canvas.dataset.rows;
}

// Draws the similarities to the patch at a place given as shares of width and height.
function draw(canvas, x, y) {
  const columns = canvas.width, rows = canvas.height, size = rows * columns;
  const column = Math.min(columns - 1, Math.floor(x * columns)), row = Math.min(rows - 1, Math.floor(y * rows));
  const patch = row * columns + column, map = maps.get(canvas);
  const context = canvas.getContext("2d"), picture = context.createImageData(columns, rows);
  for (let i = 0; i < size; i++) {
    picture.data.set([...colour(map[patch * size + i] / 127), 255], 4 * i);
  }
  picture.data.set([0, 0, 0, 255], 4 * patch);
  context.putImageData(picture, 0, 0);
  canvas.dataset.patch = column + "," + row;
}

for (const row of document.querySelectorAll(".row")) {
  const all = (x, y) => row.querySelectorAll("canvas").forEach(canvas => draw(canvas, x, y));
  all(0.5, 0.5);
  row.querySelectorAll(".pick").forEach(picture => picture.addEventListener("pointermove", event => {
    const box = picture.getBoundingClientRect();
    all(Math.max(0, (event.clientX - box.left) / box.width), Math.max(0, (event.clientY - box.top) / box.height));
  }));
}

// A click on a column's heading sorts by it, the greatest first.
document.querySelectorAll("#metrics th").forEach((heading, column) => heading.addEventListener("click", () => {
  const body = document.querySelector("#metrics tbody"), value = tr => parseFloat(tr.cells[column].textContent);
  const text = tr => tr.cells[column].textContent;
  [...body.rows].sort((a, b) => column < 3 ? text(a).localeCompare(text(b)) : (value(b) || -9) - (value(a) || -9))
    .forEach(tr => body.append(tr));
}));
