// The map itself: keeps one element for each thing that stays. Other pictures over a map draw with it, too.

class FlowMap {
  constructor(parent, { key, words }) {
    this.turn = 0;
    this.words = words;
    this.nodes = { bands: new Map(), curves: new Map(), boxes: new Map(), pills: new Map() };
    this.pointers = new Map();
    this.root = html("div", "map", parent);
    this.stage = html("div", "stage", this.root);
    this.canvas = svg("svg", { class: "canvas", role: "application" }, this.stage);
    defineHatching(this.canvas);
    this.world = svg("g", {}, this.canvas);
    this.layers = Object.fromEntries(
      Object.keys(this.nodes).map((name) => [name, svg("g", { class: name }, this.world)]),
    );
    this.view = new View(key, this.stage, this.world);
    this.tools();
    this.tip = html("div", "tip", this.stage);
    this.tip.hidden = true;
    this.legend = html("div", "legend", this.root);
    this.listen();
  }

  remove() {
    this.view.resizing.disconnect();
    this.view.join("");
    this.root.remove();
  }

  tools() {
    const bar = html("div", "tools", this.stage);
    const button = (word, d, act) => {
      const node = html("button", "", bar);
      set(node, { type: "button", title: this.words[word], "aria-label": this.words[word] });
      svg("path", { d }, svg("svg", { viewBox: "0 0 14 14", "aria-hidden": "true" }, node));
      node.addEventListener("click", act);
    };
    button("in", "M7 1V13M1 7H13", () => this.view.zoom(1.25));
    button("out", "M1 7H13", () => this.view.zoom(0.8));
    button("fit", "M1 5V1H5M9 1H13V5M13 9V13H9M5 13H1V9", () => this.view.fit());
    button("full", "M8 1H13V6M13 1L8 6M6 13H1V8M1 13L6 8", () => {
      if (document.fullscreenElement) document.exitFullscreen();
      else this.root.requestFullscreen?.();
    });
  }

  // -- data

  update({ spec, selected, themes, height, editable, together }, setStateValue) {
    this.turn += 1;
    this.send = setStateValue;
    this.editable = editable;
    this.spec = spec;
    this.root.style.setProperty("--height", `${height}px`);
    this.paint(themes);
    set(this.canvas, { "aria-label": [spec.alt, this.words.help, editable ? this.words.drawing : ""].join(" ") });
    this.join("bands", spec.bands, (node, band) => drawBand(node, band, spec), (band) => `${band.name} ${band.x}`);
    this.join("curves", spec.curves, drawCurve);
    this.join("boxes", spec.boxes, (node, box) => drawBox(node, box, editable ? this.words.draw : ""));
    this.join("pills", spec.curves.filter((curve) => curve.pill), drawPill);
    this.index();
    this.mark(selected);
    drawLegend(this.legend, spec.legend);
    this.view.join(together);
    this.view.show(spec, this.words.mini);
    this.leave();
    this.letGo?.();
    return this.turn;
  }

  paint(themes) {
    const background = getComputedStyle(this.root).getPropertyValue("--st-background-color").trim();
    const mode = isDark(background) ? "dark" : "light";
    for (const [name, colour] of Object.entries(themes[mode])) this.root.style.setProperty(`--${name}`, colour);
    this.root.dataset.mode = mode;
  }

  // Keep the element of everything that stays, so that it can move instead of blink.
  join(layer, items, draw, keyOf = (item) => item.id) {
    const nodes = this.nodes[layer];
    const wanted = new Map(items.map((item) => [keyOf(item), item]));
    for (const [id, node] of nodes) {
      if (wanted.has(id)) continue;
      node.remove();
      nodes.delete(id);
    }
    for (const [id, item] of wanted) {
      if (!nodes.has(id)) {
        nodes.set(id, svg("g", {}, this.layers[layer]));
        nodes.get(id).dataset.id = id;
      }
      draw(nodes.get(id), item);
      // Keep the order of the spec, which is the order of reading and of importance.
      if (!nodes.get(id).matches(":focus")) this.layers[layer].appendChild(nodes.get(id));
    }
  }

  index() {
    const { boxes, curves } = this.spec;
    this.items = new Map([...boxes, ...curves].map((item) => [item.id, item]));
    this.near = new Map(boxes.map((box) => [box.id, new Set([box.id])]));
    for (const { id, source, target } of curves) {
      this.near.set(id, new Set([id, source, target]));
      for (const end of [source, target]) this.near.get(end)?.add(id).add(source).add(target);
    }
    if (!this.nodes.boxes.has(this.current)) {
      this.current = (boxes.find((box) => box.happy) ?? boxes[0])?.id;
    }
    this.rove();
  }

  // One box at a time can be reached by Tab.
  rove() {
    for (const [id, node] of this.nodes.boxes) node.setAttribute("tabindex", id === this.current ? 0 : -1);
  }

  // -- hover and selection

  itemAt(event) {
    const node = event.target.closest?.(".box, .curve");
    return node ? this.items.get(node.dataset.id) : null;
  }

  hover(item, x, y) {
    if (this.over !== item.id) {
      this.over = item.id;
      const near = this.near.get(item.id);
      const { boxes, curves, pills } = this.nodes;
      for (const nodes of [boxes, curves, pills]) {
        for (const [id, node] of nodes) node.classList.toggle("near", near.has(id));
      }
      this.root.classList.add("hovering");
      this.tell(item);
    }
    const [width, height] = this.view.room;
    const { offsetWidth, offsetHeight } = this.tip;
    const beside = x + 18 + offsetWidth > width ? x - offsetWidth - 12 : x + 18;
    this.tip.style.left = `${Math.max(4, Math.min(beside, width - offsetWidth - 4))}px`;
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

  mark(id) {
    this.selected = id ?? null;
    for (const nodes of [this.nodes.boxes, this.nodes.curves]) {
      for (const [key, node] of nodes) {
        node.classList.toggle("selected", key === this.selected);
        node.setAttribute("aria-pressed", key === this.selected);
      }
    }
  }

  select(item) {
    if ((item?.id ?? null) === this.selected) return;
    this.mark(item?.id);
    // A moment goes along, so that the same thing can be selected again after it was closed.
    const at = Date.now();
    this.send("selected", item ? { kind: item.lines ? "box" : "curve", id: item.id, at } : { at });
  }

  // -- pointer

  listen() {
    const on = (name, act, options) => this.canvas.addEventListener(name, act, options);
    on("pointerdown", (event) => this.press(event));
    on("pointermove", (event) => this.move(event));
    on("pointerup", (event) => this.release(event, true));
    on("pointercancel", (event) => this.release(event, false));
    on("pointerleave", () => this.leave());
    on("dblclick", () => this.view.fit());
    on("wheel", (event) => this.wheel(event), { passive: false });
    on("keydown", (event) => this.type(event));
    // On the frame: an SVG that listens for focus becomes a stop of Tab itself.
    this.stage.addEventListener("focusin", (event) => this.focused(event));
    this.stage.addEventListener("focusout", () => this.leave());
  }

  place(event) {
    const { left, top } = this.stage.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }

  press(event) {
    this.pointers.set(event.pointerId, event);
    this.pressed = { item: this.itemAt(event), x: event.clientX, y: event.clientY, moved: false };
    if (event.target.closest?.(".handle")) this.drawFrom(this.pressed.item);
  }

  move(event) {
    const last = this.pointers.get(event.pointerId);
    if (!last) {
      const item = this.itemAt(event);
      if (item) this.hover(item, ...this.place(event));
      else this.leave();
      return;
    }
    if (this.from) this.drawTo(event);
    else if (this.pointers.size === 2) this.pinch(event, last);
    else this.drag(event, last);
    this.pointers.set(event.pointerId, event);
  }

  drag(event, last) {
    const { pressed } = this;
    if (!pressed.moved && Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > 4) {
      pressed.moved = true;
      this.canvas.setPointerCapture(event.pointerId);
      this.canvas.classList.add("dragging");
      this.leave();
    }
    if (pressed.moved) this.view.pan(event.clientX - last.clientX, event.clientY - last.clientY);
  }

  pinch(event, last) {
    const other = [...this.pointers.values()].find((pointer) => pointer.pointerId !== event.pointerId);
    const apart = (one) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
    const [x, y] = this.place(event);
    const [otherX, otherY] = this.place(other);
    this.pressed.moved = true;
    this.view.zoom(apart(event) / Math.max(1, apart(last)), (x + otherX) / 2, (y + otherY) / 2);
  }

  release(event, clicked) {
    this.pointers.delete(event.pointerId);
    this.canvas.classList.remove("dragging");
    if (this.from && this.pressed) this.drop(clicked ? this.boxAt(event) : null);
    else if (clicked && this.pressed && !this.pressed.moved) this.select(this.pressed.item);
    if (!this.pointers.size) this.pressed = null;
  }

  wheel(event) {
    event.preventDefault();
    const pixels = event.deltaY * (event.deltaMode === 1 ? 16 : 1);
    this.view.zoom(Math.exp(-pixels * 0.0015), ...this.place(event));
  }

  // -- keyboard

  focused(event) {
    const item = this.itemAt(event);
    if (!item || !event.target.matches(":focus-visible")) return;
    if (item.lines) {
      this.current = item.id;
      this.rove();
      this.view.bring(item);
      if (this.from) this.aim(item, item.x, item.y + item.height / 2);
    }
    const node = event.target.getBoundingClientRect();
    const { left, top } = this.stage.getBoundingClientRect();
    this.hover(item, node.right - left - 10, node.bottom - top - 6);
  }

  type(event) {
    const item = this.itemAt(event);
    const arrow = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
    if (this.editable && this.typeWay(event.key, item, event.ctrlKey || event.metaKey)) {
      this.leave();
    } else if (event.key === "Escape") {
      this.select(null);
      this.leave();
    } else if (item && (event.key === "Enter" || event.key === " ")) {
      this.select(item);
    } else if (arrow) {
      (event.shiftKey ? this.nextCurve(item, arrow) : this.nextBox(item, arrow))?.focus();
    } else {
      return;
    }
    event.preventDefault();
  }

  // To the side: the box there that the strongest curve joins; up and down, or where none is joined: the nearest.
  nextBox(item, [dx, dy]) {
    const { boxes } = this.nodes;
    if (!item) return boxes.get(this.current);
    if (!item.lines) return boxes.get(dx + dy > 0 ? item.target : item.source);
    const middle = (box) => [box.x + box.width / 2, box.y + box.height / 2];
    const [x0, y0] = middle(item);
    const joined = new Map();
    for (const { source, target, width } of this.spec.curves) {
      const other = source === item.id ? target : target === item.id ? source : null;
      if (other) joined.set(other, Math.max(width, joined.get(other) ?? 0));
    }
    let best = null;
    for (const box of this.spec.boxes) {
      const [x, y] = middle(box);
      const along = (x - x0) * dx + (y - y0) * dy;
      const aside = Math.abs((x - x0) * dy) + Math.abs((y - y0) * dx);
      if (along < 10 || (dy && aside > 2 * along)) continue;
      const rank = [dx ? -(joined.get(box.id) ?? 0) : 0, along + 2 * aside];
      if (!best || rank[0] < best.rank[0] || (rank[0] === best.rank[0] && rank[1] < best.rank[1])) {
        best = { id: box.id, rank };
      }
    }
    return best && boxes.get(best.id);
  }

  nextCurve(item, [dx, dy]) {
    const box = item?.lines ? item.id : this.current;
    const ids = this.spec.curves.filter(({ source, target }) => source === box || target === box).map(({ id }) => id);
    if (!ids.length) return null;
    const step = dx + dy;
    const from = item?.lines ? (step > 0 ? -1 : 0) : ids.indexOf(item.id);
    return this.nodes.curves.get(ids[(from + step + ids.length) % ids.length]);
  }
}
