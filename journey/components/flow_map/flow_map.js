// Draws a map spec as SVG. Names come from a log: they only ever pass through textContent and setAttribute.

const SVG = "http://www.w3.org/2000/svg";
const LABEL_PX = 13;
const LEAST_PX = 12;
const MOST_ZOOM = 1.35;

// Pan and zoom by component key: they outlive reruns and page changes, and never reach Python.
const views = new Map();
const maps = new WeakMap();

export default function ({ data, parentElement, setStateValue }) {
  let map = maps.get(parentElement);
  if (!map) {
    map = new FlowMap(parentElement, data.key);
    maps.set(parentElement, map);
  }
  const turn = map.update(data, setStateValue);
  return () => {
    // Streamlit may clean up an outdated call after a newer one has drawn.
    if (turn === map.turn) {
      map.remove();
      maps.delete(parentElement);
    }
  };
}

// -- small makers

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

function isDark(colour) {
  const probe = document.createElement("canvas").getContext("2d");
  probe.fillStyle = colour || "#ffffff";
  const hex = probe.fillStyle;
  if (!hex.startsWith("#")) return false;
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
}

const ICONS = {
  completed: "M-6 0 L-2 4.5 L6 -5",
  lost: "M-5 -5 L5 5 M5 -5 L-5 5",
  dropped: "M0 -6 V5 M-5 1 L0 6 L5 1",
  open: "M-5.5 0 h.1 M0 0 h.1 M5.5 0 h.1",
  undecided: "M-5 0 H5",
  start: "M-3.5 -5 L5 0 L-3.5 5 Z",
};

class FlowMap {
  constructor(parent, key) {
    this.key = key;
    this.turn = 0;
    this.boxes = new Map();
    this.curves = new Map();
    this.pills = new Map();
    this.bands = new Map();
    this.pointers = new Map();
    this.root = html("div", "map", parent);
    this.stage = html("div", "stage", this.root);
    this.canvas = svg("svg", { class: "canvas", role: "application" }, this.stage);
    this.world = svg("g", {}, this.canvas);
    this.layers = Object.fromEntries(
      ["bands", "curves", "boxes", "pills"].map((name) => [name, svg("g", { class: name }, this.world)]),
    );
    this.tools = html("div", "tools", this.stage);
    this.mini = svg("svg", { class: "mini", role: "img" }, this.stage);
    this.tip = html("div", "tip", this.stage);
    this.tip.hidden = true;
    this.legend = html("div", "legend", this.root);
    this.listen();
  }

  remove() {
    this.resizing.disconnect();
    this.root.remove();
  }

  // -- data

  update(data, setStateValue) {
    this.turn += 1;
    this.send = setStateValue;
    const first = !this.spec;
    const before = this.spec;
    this.spec = data.spec;
    this.words = data.words;
    this.selected = data.selected;
    this.root.style.height = `${data.height}px`;
    this.paint(data.themes);
    if (first) this.buildTools();
    set(this.canvas, { "aria-label": `${this.spec.alt} ${this.words.help}` });
    this.join("bands", this.spec.bands, this.drawBand, (band) => `${band.name} ${band.x}`);
    this.join("curves", this.spec.curves, this.drawCurve);
    this.join("boxes", this.spec.boxes, this.drawBox);
    this.join("pills", this.spec.curves.filter((curve) => curve.pill), this.drawPill);
    this.index();
    this.drawLegend();
    this.drawMini();
    const moved = before && ["x", "y", "width", "height"].some((name) => before[name] !== this.spec[name]);
    const kept = views.get(this.key);
    if (kept && (kept.touched || !moved)) this.look(kept);
    else this.open();
    this.leave();
    return this.turn;
  }

  paint(themes) {
    const background = getComputedStyle(this.root).getPropertyValue("--st-background-color").trim();
    this.mode = isDark(background) ? "dark" : "light";
    for (const [name, colour] of Object.entries(themes[this.mode])) this.root.style.setProperty(`--${name}`, colour);
    this.root.dataset.mode = this.mode;
  }

  // Keep the element of everything that stays, so that it can move instead of blink.
  join(layer, items, draw, keyOf = (item) => item.id) {
    const nodes = this[layer];
    const wanted = new Set(items.map(keyOf));
    for (const [id, node] of nodes) {
      if (!wanted.has(id)) {
        node.remove();
        nodes.delete(id);
      }
    }
    for (const item of items) {
      const id = keyOf(item);
      if (!nodes.has(id)) {
        const node = svg("g", {}, this.layers[layer]);
        node.dataset.id = id;
        nodes.set(id, node);
      }
      draw.call(this, nodes.get(id), item);
    }
  }

  index() {
    this.byId = new Map();
    this.near = new Map(this.spec.boxes.map((box) => [box.id, new Set([box.id])]));
    for (const box of this.spec.boxes) this.byId.set(box.id, box);
    for (const curve of this.spec.curves) {
      this.byId.set(curve.id, curve);
      for (const end of [curve.source, curve.target]) {
        this.near.get(end)?.add(curve.id).add(curve.source).add(curve.target);
      }
      this.near.set(curve.id, new Set([curve.id, curve.source, curve.target]));
    }
    if (!this.boxes.has(this.current)) {
      this.current = (this.spec.boxes.find((box) => box.happy) ?? this.spec.boxes[0])?.id;
    }
    for (const [id, node] of this.boxes) node.setAttribute("tabindex", id === this.current ? 0 : -1);
  }

  // -- drawing

  drawBand(node, band) {
    node.replaceChildren();
    set(node, { class: "band" });
    svg("rect", { x: band.x, y: this.spec.y + 6, width: band.width, height: this.spec.height - 12, rx: 8 }, node);
    const name = svg("text", { x: band.x + 10, y: this.spec.y + 24 }, node);
    name.textContent = band.name;
  }

  drawBox(node, box) {
    const node_ = box.kind !== "touchpoint";
    const classes = ["box", box.happy && "happy", box.ghost && "ghost", node_ && "node"];
    if (box.id === this.selected) classes.push("selected");
    set(node, {
      class: classes.filter(Boolean).join(" "),
      role: "button",
      "aria-label": [box.name, ...box.facts.map(([label, value]) => `${label}: ${value}`)].join(", "),
      "aria-pressed": box.id === this.selected,
    });
    node.style.transform = `translate(${box.x}px, ${box.y}px)`;
    node.style.color = `var(--${box.ink})`;
    node.replaceChildren();
    const { width, height } = box;
    const rx = node_ ? height / 2 : 8;
    svg("rect", { class: "ring", x: -4, y: -4, width: width + 8, height: height + 8, rx: rx + 4 }, node);
    const body = svg("rect", { class: "body", width, height, rx }, node);
    if (!box.ghost) body.style.fill = `var(--${box.fill})`;
    if (node_) return this.drawNode(node, box);
    const block = box.lines.length * 16 + 18;
    let y = (height - block) / 2 + 12;
    for (const line of box.lines) {
      this.write(node, "name", width / 2, y, line);
      y += 16;
    }
    this.write(node, box.thin ? "figure thin" : "figure", width / 2, y + 2, box.figure);
    if (box.exits > 0) {
      svg("rect", { class: "track", x: 8, y: height - 6, width: width - 16, height: 3, rx: 1.5 }, node);
      svg("rect", { class: "exits", x: 8, y: height - 6, width: (width - 16) * box.exits, height: 3, rx: 1.5 }, node);
    }
  }

  drawNode(node, box) {
    const x = box.width / 2 + 9;
    svg("path", { class: "icon", d: ICONS[box.kind], transform: `translate(20 ${box.height / 2})` }, node);
    this.write(node, "name", x, box.height / 2 - 4, box.lines[0]);
    this.write(node, "figure", x, box.height / 2 + 13, box.figure);
  }

  write(parent, className, x, y, text) {
    const node = svg("text", { class: className, x, y }, parent);
    node.style.fill = "currentColor";
    node.textContent = text;
  }

  drawCurve(node, curve) {
    const classes = ["curve", curve.kind, curve.happy && "happy", curve.thin && "thin"];
    if (curve.id === this.selected) classes.push("selected");
    set(node, {
      class: classes.filter(Boolean).join(" "),
      role: "button",
      tabindex: -1,
      "aria-label": [curve.name, ...curve.facts.map(([label, value]) => `${label}: ${value}`)].join(", "),
      "aria-pressed": curve.id === this.selected,
    });
    node.style.color = `var(--${curve.stroke})`;
    if (!node.firstChild) for (const part of ["hit", "line", "head"]) svg("path", { class: part }, node);
    const [hit, line, head] = node.children;
    set(hit, { d: curve.path, "stroke-width": Math.max(14, curve.width + 6) });
    set(line, { d: curve.path, "stroke-width": curve.width });
    set(head, { d: curve.head });
  }

  drawPill(node, curve) {
    const { x, y, width, height, text } = curve.pill;
    set(node, { class: curve.thin ? "pill thin" : "pill" });
    node.replaceChildren();
    svg("rect", { x: x - width / 2, y: y - height / 2, width, height, rx: height / 2 }, node);
    svg("text", { x, y: y + 4.5 }, node).textContent = text;
  }

  drawLegend() {
    const { title, scale, low, high, entries, coverage } = this.spec.legend;
    this.legend.replaceChildren();
    const first = html("span", "", this.legend);
    html("span", "title", first, title);
    if (high) {
      html("span", "", first, low);
      const bar = html("span", "scale", first);
      for (let n = 0; n < 9; n += 1) html("i", "", bar).style.background = `var(--${scale}-${n})`;
      html("span", "", first, high);
    }
    const signs = {
      happy: ["M0 7H22", { stroke: "var(--curve-happy)", "stroke-width": 4 }],
      forward: ["M0 7H22", { stroke: "var(--curve)", "stroke-width": 2.5 }],
      back: ["M0 7H30", { stroke: "var(--curve)", "stroke-width": 2.5, "stroke-dasharray": "7 4" }],
      loop: ["M6 13C0 0 24 0 18 12", { stroke: "var(--curve)", "stroke-width": 2.5 }],
      exits: ["M0 7H24", { stroke: "var(--lost)", "stroke-width": 3 }],
    };
    for (const [sign, text] of entries) {
      const entry = html("span", "", this.legend);
      const icon = svg("svg", { viewBox: "0 0 30 14", "aria-hidden": "true" }, entry);
      svg("path", { d: signs[sign][0], fill: "none", ...signs[sign][1] }, icon);
      if (sign === "happy" || sign === "forward") {
        svg("path", { d: "M21 1.5L30 7L21 12.5Z", fill: signs[sign][1].stroke }, icon);
      }
      html("span", "", entry, text);
    }
    html("span", "coverage", this.legend, coverage);
  }

  buildTools() {
    const button = (word, act, draw) => {
      const node = html("button", "", this.tools);
      node.type = "button";
      node.title = this.words[word];
      node.setAttribute("aria-label", this.words[word]);
      const icon = svg("svg", { viewBox: "0 0 14 14", "aria-hidden": "true" }, node);
      svg("path", { d: draw }, icon);
      node.addEventListener("click", act);
    };
    const middle = () => [this.stage.clientWidth / 2, this.stage.clientHeight / 2];
    button("in", () => this.zoom(1.25, ...middle()), "M7 1V13M1 7H13");
    button("out", () => this.zoom(0.8, ...middle()), "M1 7H13");
    button("fit", () => this.fit(), "M1 5V1H5M9 1H13V5M13 9V13H9M5 13H1V9");
    button("full", () => this.full(), "M8 1H13V6M13 1L8 6M6 13H1V8M1 13L6 8");
  }

  full() {
    if (document.fullscreenElement) document.exitFullscreen();
    else this.root.requestFullscreen?.();
  }

  // -- pan and zoom

  room() {
    return [this.stage.clientWidth || 800, this.stage.clientHeight || 400];
  }

  // The whole map where its text stays readable; else its start, at a readable size, with the overview shown.
  open() {
    const [width, height] = this.room();
    const { spec } = this;
    const whole = Math.min(width / spec.width, height / spec.height);
    const least = LEAST_PX / LABEL_PX;
    if (whole >= least) return this.fit(false);
    const k = Math.max(least, Math.min(1, height / spec.height));
    const tall = spec.height * k > height;
    const y = tall ? height / 2 - spec.line_y * k : height / 2 - (spec.y + spec.height / 2) * k;
    const x = spec.width * k > width ? -spec.x * k : width / 2 - (spec.x + spec.width / 2) * k;
    this.look({ x, y, k, touched: false });
  }

  fit(touched = true) {
    const [width, height] = this.room();
    const { spec } = this;
    const k = Math.min(width / spec.width, height / spec.height, MOST_ZOOM);
    const x = width / 2 - (spec.x + spec.width / 2) * k;
    const y = height / 2 - (spec.y + spec.height / 2) * k;
    this.look({ x, y, k, touched });
  }

  zoom(factor, atX, atY) {
    const { x, y, k } = this.view;
    const next = Math.max(0.15, Math.min(4, k * factor));
    const ratio = next / k;
    this.look({ x: atX - (atX - x) * ratio, y: atY - (atY - y) * ratio, k: next, touched: true });
  }

  pan(dx, dy) {
    this.look({ ...this.view, x: this.view.x + dx, y: this.view.y + dy, touched: true });
  }

  look(view) {
    this.view = view;
    views.set(this.key, view);
    this.world.setAttribute("transform", `translate(${view.x} ${view.y}) scale(${view.k})`);
    this.root.dataset.zoom = view.k.toFixed(4);
    this.moveWindow();
  }

  bring(box) {
    const [width, height] = this.room();
    const { x, y, k } = this.view;
    const left = box.x * k + x;
    const top = box.y * k + y;
    const dx = left < 20 ? 20 - left : Math.min(0, width - 20 - left - box.width * k);
    const dy = top < 20 ? 20 - top : Math.min(0, height - 20 - top - box.height * k);
    if (dx || dy) this.look({ ...this.view, x: x + dx, y: y + dy });
  }

  // -- overview

  drawMini() {
    const { spec } = this;
    const wide = this.stage.clientWidth < 600 ? 110 : 180;
    const scale = Math.min(wide / spec.width, 90 / spec.height);
    set(this.mini, {
      width: spec.width * scale,
      height: spec.height * scale,
      viewBox: `${spec.x} ${spec.y} ${spec.width} ${spec.height}`,
      "aria-label": this.words.mini,
    });
    this.mini.replaceChildren();
    svg("title", {}, this.mini).textContent = this.words.mini;
    for (const box of spec.boxes) {
      const { x, y, width, height } = box;
      svg("rect", { class: box.happy ? "happy" : "", x, y, width, height, rx: 8 }, this.mini);
    }
    this.window = svg("rect", { class: "window" }, this.mini);
  }

  moveWindow() {
    const [width, height] = this.room();
    const { x, y, k } = this.view;
    const { spec } = this;
    const inside =
      spec.x * k + x >= -2 && spec.y * k + y >= -2 &&
      (spec.x + spec.width) * k + x <= width + 2 && (spec.y + spec.height) * k + y <= height + 2;
    this.mini.toggleAttribute("hidden", inside);
    set(this.window, { x: -x / k, y: -y / k, width: width / k, height: height / k });
  }

  jump(event) {
    const place = this.mini.getBoundingClientRect();
    const [width, height] = this.room();
    const { spec, view } = this;
    const x = spec.x + ((event.clientX - place.left) / place.width) * spec.width;
    const y = spec.y + ((event.clientY - place.top) / place.height) * spec.height;
    this.look({ ...view, x: width / 2 - x * view.k, y: height / 2 - y * view.k, touched: true });
  }

  // -- hover and selection

  itemAt(event) {
    const node = event.target.closest?.(".box, .curve");
    return node ? this.byId.get(node.dataset.id) : null;
  }

  hover(item, x, y) {
    if (this.over !== item.id) {
      this.over = item.id;
      const near = this.near.get(item.id);
      for (const nodes of [this.boxes, this.curves, this.pills]) {
        for (const [id, node] of nodes) node.classList.toggle("near", near.has(id));
      }
      this.root.classList.add("hovering");
      this.tell(item);
    }
    const [width, height] = this.room();
    const { offsetWidth, offsetHeight } = this.tip;
    this.tip.style.left = `${Math.max(4, x + 18 + offsetWidth > width ? x - offsetWidth - 12 : x + 18)}px`;
    this.tip.style.top = `${Math.max(4, Math.min(y + 14, height - offsetHeight - 4))}px`;
  }

  tell(item) {
    this.tip.replaceChildren();
    html("b", "", this.tip, item.name);
    const list = html("dl", "", this.tip);
    for (const [label, value] of item.facts) {
      html("dt", "", list, label);
      html("dd", "", list, value);
    }
    this.tip.hidden = false;
  }

  leave() {
    this.over = null;
    this.root.classList.remove("hovering");
    this.tip.hidden = true;
  }

  select(item) {
    const id = item?.id ?? null;
    if (id === (this.selected ?? null)) return;
    this.selected = id;
    for (const nodes of [this.boxes, this.curves]) {
      for (const [key, node] of nodes) {
        node.classList.toggle("selected", key === id);
        node.setAttribute("aria-pressed", key === id);
      }
    }
    this.send("selected", item ? { kind: item.lines ? "box" : "curve", id } : null);
  }

  // -- events

  listen() {
    const { canvas } = this;
    canvas.addEventListener("pointerdown", (event) => this.press(event));
    canvas.addEventListener("pointermove", (event) => this.move(event));
    for (const name of ["pointerup", "pointercancel"]) {
      canvas.addEventListener(name, (event) => this.release(event, name === "pointerup"));
    }
    canvas.addEventListener("pointerleave", () => this.leave());
    canvas.addEventListener("dblclick", () => this.fit());
    canvas.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    canvas.addEventListener("keydown", (event) => this.key_(event));
    canvas.addEventListener("focusin", (event) => this.focused(event));
    canvas.addEventListener("focusout", () => this.leave());
    this.mini.addEventListener("pointerdown", (event) => {
      this.mini.setPointerCapture(event.pointerId);
      this.jump(event);
    });
    this.mini.addEventListener("pointermove", (event) => event.buttons && this.jump(event));
    this.resizing = new ResizeObserver(() => {
      if (!this.spec) return;
      this.drawMini();
      if (this.view.touched) this.moveWindow();
      else this.open();
    });
    this.resizing.observe(this.stage);
  }

  press(event) {
    this.pointers.set(event.pointerId, event);
    this.pressed = { item: this.itemAt(event), x: event.clientX, y: event.clientY, moved: false };
  }

  move(event) {
    const last = this.pointers.get(event.pointerId);
    if (!last) {
      const item = this.itemAt(event);
      const place = this.stage.getBoundingClientRect();
      if (item) this.hover(item, event.clientX - place.left, event.clientY - place.top);
      else this.leave();
      return;
    }
    if (this.pointers.size === 2) return this.pinch(event, last);
    if (Math.hypot(event.clientX - this.pressed.x, event.clientY - this.pressed.y) > 4 && !this.pressed.moved) {
      this.pressed.moved = true;
      this.canvas.setPointerCapture(event.pointerId);
      this.canvas.classList.add("dragging");
      this.leave();
    }
    if (this.pressed.moved) this.pan(event.clientX - last.clientX, event.clientY - last.clientY);
    this.pointers.set(event.pointerId, event);
  }

  pinch(event, last) {
    const other = [...this.pointers.values()].find((pointer) => pointer.pointerId !== event.pointerId);
    const apart = (one) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
    const place = this.stage.getBoundingClientRect();
    const x = (event.clientX + other.clientX) / 2 - place.left;
    const y = (event.clientY + other.clientY) / 2 - place.top;
    this.pressed.moved = true;
    this.zoom(apart(event) / Math.max(1, apart(last)), x, y);
    this.pointers.set(event.pointerId, event);
  }

  release(event, clicked) {
    this.pointers.delete(event.pointerId);
    this.canvas.classList.remove("dragging");
    if (clicked && this.pressed && !this.pressed.moved) this.select(this.pressed.item);
    this.pressed = null;
  }

  wheel(event) {
    event.preventDefault();
    const place = this.stage.getBoundingClientRect();
    const pixels = event.deltaY * (event.deltaMode === 1 ? 16 : 1);
    this.zoom(Math.exp(-pixels * 0.0015), event.clientX - place.left, event.clientY - place.top);
  }

  focused(event) {
    const item = this.itemAt(event);
    if (!item || !event.target.matches(":focus-visible")) return;
    if (item.lines) {
      this.current = item.id;
      for (const [id, node] of this.boxes) node.setAttribute("tabindex", id === item.id ? 0 : -1);
      this.bring(item);
    }
    const node = event.target.getBoundingClientRect();
    const place = this.stage.getBoundingClientRect();
    this.hover(item, node.right - place.left - 10, node.bottom - place.top - 6);
  }

  key_(event) {
    const item = this.itemAt(event);
    const arrows = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
    if (event.key === "Escape") {
      this.select(null);
      this.leave();
    } else if (item && (event.key === "Enter" || event.key === " ")) {
      this.select(item);
    } else if (arrows[event.key]) {
      const next = event.shiftKey ? this.nextCurve(item, arrows[event.key]) : this.nextBox(item, arrows[event.key]);
      next?.focus();
    } else {
      return;
    }
    event.preventDefault();
  }

  // The box in that direction that the strongest curve leads to; where none does, the nearest one.
  nextBox(item, [dx, dy]) {
    if (!item) return this.boxes.get(this.current);
    if (!item.lines) return this.boxes.get(dx + dy > 0 ? item.target : item.source);
    const centre = (box) => [box.x + box.width / 2, box.y + box.height / 2];
    const [x0, y0] = centre(item);
    const width = (id) => {
      const joined = this.spec.curves.filter((curve) => [curve.source, curve.target].includes(id));
      return Math.max(0, ...joined.filter((c) => [c.source, c.target].includes(item.id)).map((c) => c.width));
    };
    const ahead = this.spec.boxes.flatMap((box) => {
      const [x, y] = centre(box);
      const along = (x - x0) * dx + (y - y0) * dy;
      const aside = Math.abs((x - x0) * dy) + Math.abs((y - y0) * dx);
      if (box.id === item.id || along < 10 || (dy && aside > along * 3)) return [];
      return [{ id: box.id, joined: dx ? width(box.id) : 0, far: along + 2 * aside }];
    });
    ahead.sort((a, b) => b.joined - a.joined || a.far - b.far);
    return ahead.length ? this.boxes.get(ahead[0].id) : null;
  }

  nextCurve(item, [dx, dy]) {
    const box = item?.lines ? item.id : this.current;
    const ids = this.spec.curves.filter((curve) => [curve.source, curve.target].includes(box)).map((curve) => curve.id);
    if (!ids.length) return null;
    const at = item?.lines ? (dx + dy > 0 ? -1 : 0) : ids.indexOf(item.id);
    return this.curves.get(ids[(at + dx + dy + ids.length) % ids.length]);
  }
}
