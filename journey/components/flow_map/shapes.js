// Elements of the map. Names come from a log: they only ever pass through textContent and setAttribute.

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  completed: "M-6 0 L-2 4.5 L6 -5",
  lost: "M-5 -5 L5 5 M5 -5 L-5 5",
  dropped: "M0 -6 V5 M-5 1 L0 6 L5 1",
  open: "M-5.5 0 h.1 M0 0 h.1 M5.5 0 h.1",
  undecided: "M-5 0 H5",
  start: "M-3.5 -5 L5 0 L-3.5 5 Z",
};

const SIGNS = {
  happy: { d: "M0 7H22", colour: "curve-happy", width: 4, head: true },
  forward: { d: "M0 7H22", colour: "curve", width: 2.5, head: true },
  back: { d: "M0 7H30", colour: "curve", width: 2.5, dashes: "7 4" },
  loop: { d: "M8 13C0 0 22 0 14 12", colour: "curve", width: 2.5 },
  truth: { d: "M15 1l1.9 4l4.4.5l-3.2 3l.9 4.3l-4-2.2l-4 2.2l.9-4.3l-3.2-3l4.4-.5z", colour: "wait-7", width: 1.2, filled: true },
  exits: { d: "M6 10.5H17", colour: "lost", width: 2.5, box: true },
};

function svg(name, attributes = {}, parent = null) {
  const node = document.createElementNS(SVG, name);
  set(node, attributes);
  if (parent) parent.appendChild(node);
  return node;
}

function html(name, className = "", parent = null, text = null) {
  const node = document.createElement(name);
  if (className) node.className = className;
  if (text !== null) node.textContent = text;
  if (parent) parent.appendChild(node);
  return node;
}

function set(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
}

function classes(...names) {
  return names.filter(Boolean).join(" ");
}

function write(parent, className, x, y, text) {
  const node = svg("text", { class: className, x, y }, parent);
  node.textContent = text;
}

function told(item) {
  return [item.name, ...item.facts.map(([label, value]) => `${label}: ${value}`)].join(", ");
}

function isDark(colour) {
  const probe = document.createElement("canvas").getContext("2d");
  probe.fillStyle = "#ffffff";
  probe.fillStyle = colour;
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(probe.fillStyle.slice(at, at + 2), 16));
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
}

// What cannot be told yet is hatched.
function defineHatching(canvas) {
  const size = { width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" };
  const pattern = svg("pattern", { id: "hatching", ...size }, svg("defs", {}, canvas));
  svg("path", { d: "M0 0V6", class: "hatch" }, pattern);
}

function drawBand(node, band, spec) {
  set(node, { class: "band" });
  node.replaceChildren();
  svg("title", {}, node).textContent = band.name;
  svg("rect", { x: band.x, y: spec.y + 6, width: band.width, height: spec.height - 12, rx: 8 }, node);
  write(node, "", band.x + 10, spec.y + 24, band.label);
}

// Where a way may begin and end that a person draws.
const canBegin = (box) => box.kind === "touchpoint" || box.kind === "start";
const canEnd = (box) => box.kind === "touchpoint" || box.kind === "undecided";

function drawBox(node, box, handle = "") {
  const { width, height } = box;
  const isNode = box.kind !== "touchpoint";
  set(node, {
    class: classes("box", box.happy && "happy", box.ghost && "ghost", box.thin && "thin", isNode && "node"),
    role: "button",
    "aria-label": told(box),
  });
  node.style.transform = `translate(${box.x}px, ${box.y}px)`;
  node.style.color = `var(--${box.ink})`;
  node.replaceChildren();
  const rx = isNode ? height / 2 : 8;
  svg("rect", { class: "ring", x: -4, y: -4, width: width + 8, height: height + 8, rx: rx + 4 }, node);
  const body = svg("rect", { class: "body", width, height, rx }, node);
  if (!box.ghost) body.style.fill = `var(--${box.fill})`;
  if (box.kind === "open") svg("rect", { class: "hatching", width, height, rx, fill: "url(#hatching)" }, node);
  if (isNode) drawNode(node, box);
  else drawText(node, box);
  if (handle && canBegin(box)) drawHandle(node, box, handle);
}

function drawHandle(node, { width, height }, words) {
  const handle = svg("g", { class: "handle", transform: `translate(${width} ${height / 2})` }, node);
  svg("title", {}, handle).textContent = words;
  svg("circle", { class: "reach", r: 15 }, handle);
  svg("circle", { class: "knob", r: 8 }, handle);
  svg("path", { d: "M-3.5 0H3.5M.5-3L3.5 0L.5 3" }, handle);
}

function drawNode(node, box) {
  const x = box.width / 2 + 9;
  svg("path", { class: "icon", d: ICONS[box.kind], transform: `translate(20 ${box.height / 2})` }, node);
  write(node, "name", x, box.height / 2 - 4, box.lines[0]);
  write(node, "figure", x, box.height / 2 + 13, box.figure);
}

function drawText(node, box) {
  const { width, height } = box;
  let y = (height - 16 * box.lines.length - 18) / 2 + 12;
  for (const line of box.lines) {
    write(node, "name", width / 2, y, line);
    y += 16;
  }
  write(node, "figure", width / 2, y + 2, box.figure);
  if (box.truth) svg("path", { class: "truth", d: "M0-8l2.4 5l5.4.6l-4 3.7l1.1 5.3l-4.9-2.7l-4.9 2.7l1.1-5.3l-4-3.7l5.4-.6z", transform: `translate(${width - 3} 3)` }, node);
  if (box.exits > 0) {
    const bar = { x: 8, y: height - 6, height: 3, rx: 1.5 };
    svg("rect", { class: "track", ...bar, width: width - 16 }, node);
    svg("rect", { class: "exits", ...bar, width: (width - 16) * box.exits }, node);
  }
}

function drawCurve(node, curve) {
  set(node, {
    class: classes("curve", curve.kind, curve.happy && "happy", curve.thin && "thin"),
    role: "button",
    tabindex: -1,
    "aria-label": told(curve),
  });
  node.style.color = `var(--${curve.stroke})`;
  if (!node.firstChild) for (const part of ["hit", "line", "head"]) svg("path", { class: part }, node);
  const [hit, line, head] = node.children;
  set(hit, { d: curve.path, "stroke-width": Math.max(14, curve.width + 6) });
  set(line, { d: curve.path, "stroke-width": curve.width });
  set(head, { d: curve.head });
}

function drawPill(node, curve) {
  const { x, y, width, height, text } = curve.pill;
  set(node, { class: classes("pill", curve.thin && "thin") });
  node.replaceChildren();
  svg("rect", { x: x - width / 2, y: y - height / 2, width, height, rx: height / 2 }, node);
  write(node, "", x, y + 4.5, text);
}

function drawLegend(node, { title, scale, low, high, entries, coverage }) {
  node.replaceChildren();
  const first = html("span", "", node);
  html("span", "title", first, title);
  if (high) {
    html("span", "", first, low);
    const bar = html("span", "scale", first);
    for (let n = 0; n < 9; n += 1) html("i", "", bar).style.background = `var(--${scale}-${n})`;
    html("span", "", first, high);
  }
  for (const [sign, text] of entries) {
    const entry = html("span", "", node);
    const icon = svg("svg", { viewBox: "0 0 30 14", "aria-hidden": "true" }, entry);
    const { d, colour, width, dashes, head, box, filled } = SIGNS[sign];
    icon.style.color = `var(--${colour})`;
    const line = { d, fill: filled ? "currentColor" : "none", stroke: "currentColor", "stroke-width": width };
    svg("path", dashes ? { ...line, "stroke-dasharray": dashes } : line, icon);
    if (box) svg("rect", { x: 2, y: 0.5, width: 26, height: 13, rx: 3, fill: "none", stroke: "var(--border)" }, icon);
    if (head) svg("path", { d: "M21 1.5L30 7L21 12.5Z", fill: "currentColor" }, icon);
    html("span", "", entry, text);
  }
  html("span", "coverage", node, coverage);
}
