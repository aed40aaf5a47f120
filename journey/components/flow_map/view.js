// Pan and zoom, and the overview of a map that does not fit. By component key: they outlive reruns and page changes,
// and never reach Python.

const LABEL_PX = 13;
const LEAST_PX = 12;
const MOST_ZOOM = 1.35;
const EDGE_PX = 90;
const views = new Map();
const together = new Map();

class View {
  constructor(key, stage, world) {
    this.key = key;
    this.stage = stage;
    this.world = world;
    // A stage before a room sets these larger.
    this.least = LEAST_PX / LABEL_PX;
    this.most = MOST_ZOOM;
    this.overview = 1;
    this.mini = svg("svg", { class: "mini", role: "img" }, stage);
    this.mini.addEventListener("pointerdown", (event) => {
      this.mini.setPointerCapture(event.pointerId);
      this.jump(event);
    });
    this.mini.addEventListener("pointermove", (event) => event.buttons && this.jump(event));
    this.resizing = new ResizeObserver(() => this.spec && this.settle());
    this.resizing.observe(stage);
  }

  // Maps that are looked at side by side move as one.
  join(group) {
    together.get(this.group)?.delete(this);
    this.group = group;
    if (!group) return;
    if (!together.has(group)) together.set(group, new Set());
    together.get(group).add(this);
  }

  get room() {
    return [this.stage.clientWidth || 800, this.stage.clientHeight || 400];
  }

  // A person's own view stays; else the map opens anew where its extent changed.
  show(spec, label) {
    this.spec = spec;
    this.label = label;
    this.at = views.get(this.key);
    this.settle();
  }

  settle() {
    this.drawMini();
    if (this.at?.touched) this.look(this.at);
    else this.open();
  }

  // The whole map where its text stays readable; else its start, at a readable size, beside the overview, or what it
  // is looked at for where that is out of sight there.
  open() {
    const [width, height] = this.room;
    const { spec } = this;
    const { least } = this;
    if (Math.min(width / spec.width, height / spec.height) >= least) {
      this.fit(false);
      return;
    }
    const k = least;
    const wide = spec.width * k > width;
    const tall = spec.height * k > height;
    let x = wide ? -spec.x * k : width / 2 - (spec.x + spec.width / 2) * k;
    let y = tall
      ? this.within(height / 2 - spec.line_y * k, spec.y, spec.height, k, height)
      : height / 2 - (spec.y + spec.height / 2) * k;
    if (spec.focus) {
      const [atX, atY] = spec.focus;
      if (wide && this.cut(atX * k + x, width)) x = this.within(width / 2 - atX * k, spec.x, spec.width, k, width);
      if (tall && this.cut(atY * k + y, height)) y = this.within(height / 2 - atY * k, spec.y, spec.height, k, height);
    }
    this.look({ x, y, k, touched: false });
  }

  // Whether a box around that point would be cut.
  cut(at, room) {
    return at < EDGE_PX || at > room - EDGE_PX;
  }

  // The shift nearest to the one wanted that leaves no empty margin.
  within(wanted, start, size, k, room) {
    return Math.min(-start * k, Math.max(room - (start + size) * k, wanted));
  }

  fit(touched = true) {
    const [width, height] = this.room;
    const { spec } = this;
    const k = Math.min(width / spec.width, height / spec.height, this.most);
    const x = width / 2 - (spec.x + spec.width / 2) * k;
    const y = height / 2 - (spec.y + spec.height / 2) * k;
    this.look({ x, y, k, touched });
  }

  zoom(factor, atX = this.room[0] / 2, atY = this.room[1] / 2) {
    const { x, y, k } = this.at;
    const next = Math.max(0.15, Math.min(4, k * factor));
    const ratio = next / k;
    this.look({ x: atX - (atX - x) * ratio, y: atY - (atY - y) * ratio, k: next, touched: true });
  }

  pan(dx, dy) {
    this.look({ ...this.at, x: this.at.x + dx, y: this.at.y + dy, touched: true });
  }

  look(at, alone = false) {
    this.at = at;
    views.set(this.key, at);
    const others = alone || !at.touched ? [] : (together.get(this.group) ?? []);
    for (const other of others) if (other !== this && other.spec) other.look(at, true);
    this.world.setAttribute("transform", `translate(${at.x} ${at.y}) scale(${at.k})`);
    this.stage.dataset.zoom = at.k.toFixed(4);
    this.moveWindow();
  }

  // Move just as far as it takes to see a box.
  bring(box) {
    const [width, height] = this.room;
    const { x, y, k } = this.at;
    const left = box.x * k + x;
    const top = box.y * k + y;
    const dx = left < 20 ? 20 - left : Math.min(0, width - 20 - left - box.width * k);
    const dy = top < 20 ? 20 - top : Math.min(0, height - 20 - top - box.height * k);
    if (dx || dy) this.look({ ...this.at, x: x + dx, y: y + dy });
  }

  drawMini() {
    const { spec } = this;
    const wide = this.stage.clientWidth < 600 ? 110 : 180 * this.overview;
    const scale = Math.min(wide / spec.width, (90 * this.overview) / spec.height);
    set(this.mini, {
      width: spec.width * scale,
      height: spec.height * scale,
      viewBox: `${spec.x} ${spec.y} ${spec.width} ${spec.height}`,
      "aria-label": this.label,
    });
    this.mini.replaceChildren();
    svg("title", {}, this.mini).textContent = this.label;
    for (const { x, y, width, height, happy } of spec.boxes) {
      svg("rect", { class: happy ? "happy" : "", x, y, width, height, rx: 8 }, this.mini);
    }
    this.window = svg("rect", { class: "window" }, this.mini);
  }

  moveWindow() {
    const [width, height] = this.room;
    const { spec } = this;
    const { x, y, k } = this.at;
    const across = spec.x * k + x >= -2 && (spec.x + spec.width) * k + x <= width + 2;
    const down = spec.y * k + y >= -2 && (spec.y + spec.height) * k + y <= height + 2;
    this.mini.toggleAttribute("hidden", across && down);
    set(this.window, { x: -x / k, y: -y / k, width: width / k, height: height / k });
  }

  jump(event) {
    const place = this.mini.getBoundingClientRect();
    const [width, height] = this.room;
    const { spec } = this;
    const { k } = this.at;
    const x = spec.x + ((event.clientX - place.left) / place.width) * spec.width;
    const y = spec.y + ((event.clientY - place.top) / place.height) * spec.height;
    this.look({ x: width / 2 - x * k, y: height / 2 - y * k, k, touched: true });
  }
}
