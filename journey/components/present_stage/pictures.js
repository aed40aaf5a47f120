// The pictures of slides: each is drawn by what draws it on its page, in a shadow of its own, and can be walked.
// A picture has `show(slide)`, `walk(step)` -> whether there was somewhere to go, `clear()` -> whether something was lit.

const STILL = matchMedia("(prefers-reduced-motion: reduce)");
const LABEL_PX = 13;
const LEAST_PX = 12;
const NARROW_PX = 380;

function make(tag, className = "", text = null, parent = null) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== null) made.textContent = text;
  parent?.append(made);
  return made;
}

class Picture {
  constructor(stage, parent, kind) {
    this.stage = stage;
    this.host = make("div", `picture of-${kind}`, null, parent);
    const shadow = this.host.attachShadow({ mode: "open" });
    make("style", "", `${stage.data.styles[kind] ?? ""}\n${OVER[kind]}`, shadow);
    this.frame = make("div", "frame", null, shadow);
    this.frame.tabIndex = -1;
    this.frame.addEventListener("scroll", () => this.edges());
  }

  // What goes on below the screen fades out.
  edges() {
    const { frame } = this;
    frame.classList.toggle("more", frame.scrollTop + frame.clientHeight < frame.scrollHeight - 4);
  }

  remove() {
    this.host.remove();
  }

  // What is higher than the screen is read on with the arrow down.
  walk(step) {
    const { frame } = this;
    const before = frame.scrollTop;
    const to = Math.max(0, Math.min(frame.scrollHeight - frame.clientHeight, before + step * frame.clientHeight * 0.7));
    frame.scrollTo({ top: to, behavior: STILL.matches ? "auto" : "smooth" });
    return Math.abs(to - before) > 2;
  }

  focus() {
    return false;
  }

  clear() {
    const lit = [...this.frame.querySelectorAll(".lit")];
    for (const node of lit) node.classList.remove("lit");
    this.frame.classList.remove("dimmed");
    return lit.length > 0;
  }

  light(nodes) {
    const same = nodes.length && nodes.every((node) => node.classList.contains("lit"));
    this.clear();
    if (same || !nodes.length) return;
    for (const node of nodes) node.classList.add("lit");
    this.frame.classList.add("dimmed");
  }
}

class MapPicture extends Picture {
  constructor(stage, parent) {
    super(stage, parent, "map");
    this.map = new parts.FlowMap(this.frame, { key: "present", words: stage.data.words.map });
    this.map.view.overview = 2;
    this.map.view.most = 3;
  }

  show({ picture }) {
    const { spec } = picture;
    const before = this.spec;
    this.spec = spec;
    this.map.view.least = this.stage.unit / LABEL_PX;
    // Another scope of the same map: the eye stays where it is. Another map opens anew.
    if (!before || !sameMap(before, spec)) parts.views.delete("present");
    this.unlight();
    const height = this.host.clientHeight;
    const data = { spec, selected: spec.selected, themes: this.stage.data.themes, height };
    this.map.update(data, (_name, value) => this.choose(value));
    const place = spec.boxes.find((box) => box.id === spec.selected?.split(">")[0]);
    if (place && !parts.views.get("present")?.touched) this.map.view.bring(place);
    this.stops = this.stopsOf(spec);
    this.at = -1;
  }

  // Stage by stage; where the map has no stages, box by box.
  stopsOf({ bands, boxes }) {
    const inside = (band) => (box) => box.x + box.width / 2 >= band.x && box.x + box.width / 2 <= band.x + band.width;
    const touchpoints = boxes.filter((box) => box.kind === "touchpoint" && !box.ghost);
    const found = bands.map((band) => touchpoints.filter(inside(band))).filter((some) => some.length);
    return found.length ? found : touchpoints.map((box) => [box]);
  }

  walk(step) {
    const next = this.at + step;
    if (next >= this.stops.length) return false;
    if (next < 0) {
      const lit = this.clear();
      return lit;
    }
    this.focus(next);
    return true;
  }

  focus(at) {
    const boxes = this.stops?.[at];
    if (!boxes) return false;
    this.at = at;
    this.lightIds(new Set(boxes.map((box) => box.id)));
    this.glide(around(boxes));
    return true;
  }

  choose({ id }) {
    if (!id) {
      this.unlight();
      return;
    }
    this.at = -1;
    this.lightIds(this.map.near.get(id) ?? new Set([id]), id);
  }

  lightIds(ids, chosen = null) {
    const { boxes, curves, pills, bands } = this.map.nodes;
    for (const nodes of [boxes, curves, pills]) {
      for (const [key, node] of nodes) {
        const [source, target] = key.split(">");
        const lit = ids.has(key) || (target !== undefined && chosen === null && ids.has(source) && ids.has(target));
        node.classList.toggle("lit", lit);
        node.classList.toggle("chosen", key === chosen);
      }
    }
    for (const node of bands.values()) node.classList.toggle("lit", false);
    this.map.root.classList.add("focusing");
  }

  unlight() {
    this.map.root.classList.remove("focusing");
    this.map.mark(null);
  }

  clear() {
    const lit = this.map.root.classList.contains("focusing");
    this.unlight();
    if (this.at >= 0) {
      const { view } = this.map;
      const from = view.at;
      view.open();
      this.tween(from, view.at);
    }
    this.at = -1;
    return lit;
  }

  glide({ x, y, width, height }) {
    const { view } = this.map;
    const [wide, high] = view.room;
    const k = Math.max(view.least, Math.min((0.9 * wide) / width, (0.8 * high) / height, 2.2 * view.least));
    const at = { k, x: wide / 2 - (x + width / 2) * k, y: high / 2 - (y + height / 2) * k, touched: true };
    this.tween(view.at, at);
  }

  tween(from, to) {
    const { view } = this.map;
    cancelAnimationFrame(this.turning);
    if (STILL.matches || !from) {
      view.look(to);
      return;
    }
    const begun = performance.now();
    const turn = (now) => {
      const part = Math.min(1, (now - begun) / 280);
      const bent = 1 - (1 - part) ** 3;
      const mix = (name) => from[name] + (to[name] - from[name]) * bent;
      view.look(part === 1 ? to : { ...to, x: mix("x"), y: mix("y"), k: mix("k") });
      if (part < 1) this.turning = requestAnimationFrame(turn);
    };
    this.turning = requestAnimationFrame(turn);
  }

  whole() {
    const { view } = this.map;
    const from = view.at;
    view.fit();
    this.tween(from, view.at);
  }
}

function around(boxes) {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  return {
    x, y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) - y,
  };
}

function sameMap(one, other) {
  const places = new Set(one.boxes.map((box) => `${box.id} ${box.x} ${box.y}`));
  return other.boxes.filter((box) => places.has(`${box.id} ${box.x} ${box.y}`)).length > other.boxes.length / 2;
}

class BoardPicture extends Picture {
  constructor(stage, parent) {
    super(stage, parent, "board");
    this.frame.classList.add("journey");
    this.frame.addEventListener("click", (event) => {
      const head = event.target.closest(".head");
      const cell = event.target.closest(".cell");
      if (head) this.column([...head.parentElement.querySelectorAll(".head")].indexOf(head));
      else if (cell) this.light([cell]);
      else this.clear();
    });
  }

  show({ picture }) {
    this.spec = picture.spec;
    parts.board(this.frame, picture.spec, null);
    this.frame.scrollTop = 0;
  }

  focus(at) {
    if (!this.spec.stages[at]) return false;
    this.column(at);
    return true;
  }

  column(at) {
    const heads = this.frame.querySelectorAll(".head");
    const name = this.spec.stages[at].name;
    const cells = [...this.frame.querySelectorAll(".cell")].filter((cell) => cell.dataset.stage === name);
    this.light([heads[at], ...cells]);
  }
}

class TimelinePicture extends Picture {
  constructor(stage, parent) {
    super(stage, parent, "timeline");
    this.frame.addEventListener("click", (event) => {
      const row = event.target.closest(".event");
      this.light(row ? [row] : []);
    });
  }

  show({ picture, answer }) {
    parts.timeline({ data: { rows: picture[this.stage.mode], label: answer }, parentElement: this.frame });
    this.frame.scrollTop = 0;
  }
}

class MetricsPicture extends Picture {
  constructor(stage, parent) {
    super(stage, parent, "metrics");
  }

  show({ picture }) {
    const { themes } = this.stage.data;
    const setStateValue = (_name, { metric, group }) => {
      const cell = this.frame.querySelector(`[data-cell="${CSS.escape(`${metric}|${group}`)}"]`);
      this.light(cell ? [cell] : []);
    };
    parts.metrics({ data: { ...picture.spec, themes, selected: null }, parentElement: this.frame, setStateValue });
    this.frame.scrollTop = 0;
  }

  focus(at) {
    const rows = this.frame.querySelectorAll("tbody tr");
    if (!rows[at]) return false;
    this.light([...rows[at].querySelectorAll("th, .cell")]);
    return true;
  }
}

class FigurePicture extends Picture {
  constructor(stage, parent) {
    super(stage, parent, "figure");
    this.plot = make("div", "plot", null, this.frame);
  }

  async show({ picture, answer }) {
    const turn = (this.turn = Symbol("turn"));
    const plotly = await this.stage.plotly();
    if (turn !== this.turn) return;
    const { data, layout } = picture[this.stage.mode];
    // On a phone, a little smaller rather than cut at the side.
    const zoom = Math.min(this.stage.unit / smallest(data, layout), this.host.clientWidth / NARROW_PX);
    const width = Math.floor(this.host.clientWidth / zoom);
    const room = Math.floor(this.host.clientHeight / zoom);
    this.plot.style.zoom = zoom;
    this.plot.setAttribute("role", "img");
    this.plot.setAttribute("aria-label", answer);
    const own = layout.height ?? room;
    // Rows may stand a little closer, or further apart, so that all are seen at once.
    const height = Math.max(0.85 * own, Math.min(room, 1.4 * own));
    const sized = { ...layout, width, height, transition: undefined };
    await plotly.newPlot(this.plot, structuredClone(data), structuredClone(sized), { staticPlot: true });
    this.frame.scrollTop = 0;
  }
}

// What is still being computed, or cannot be drawn any more.
class WordsPicture extends Picture {
  constructor(stage, parent) {
    super(stage, parent, "words");
    this.text = make("p", "", null, this.frame);
  }

  show({ picture }) {
    this.text.textContent = picture.text;
  }
}

// The smallest type of a figure: it is what must become readable.
function smallest(data, layout) {
  const sizes = [layout.font?.size ?? layout.template?.layout?.font?.size ?? LABEL_PX];
  for (const note of layout.annotations ?? []) sizes.push(note.font?.size);
  for (const trace of data) sizes.push(trace.textfont?.size);
  for (const [name, axis] of Object.entries(layout)) {
    if (/^[xy]axis/.test(name) && axis.visible !== false) sizes.push(axis.tickfont?.size, axis.title?.font?.size);
  }
  return Math.min(...sizes.flat().filter((size) => size > 0));
}

const PICTURES = {
  map: MapPicture, board: BoardPicture, timeline: TimelinePicture, metrics: MetricsPicture, figure: FigurePicture,
  words: WordsPicture,
};

// What a page's own style is, made large. `--u` is the size of what must be read: 24 px on a screen of 1080 lines.
const FRAME = `
  :host { display: block; }
  .frame { position: absolute; inset: 0; overflow: auto; outline: none; scrollbar-width: thin; }
  .frame.more { mask-image: linear-gradient(#000 calc(100% - 4em), transparent); }
`;
const OVER = {
  map: `${FRAME}
    .frame { overflow: hidden; }
    .map { font-size: var(--u); height: 100% !important; }
    .stage { border: 0; }
    .tools { display: none; }
    .legend { font-size: var(--u); gap: .2em 1.2em; }
    .legend svg { width: 2em; height: 1em; } .legend i { width: .8em; height: .7em; }
    .tip { font-size: var(--u); max-width: 24em; }
    .mini { right: 0; bottom: 0; }
    .focusing .box:not(.lit), .focusing .curve:not(.lit), .focusing .pill:not(.lit) { opacity: .1; }
    @media (prefers-reduced-motion: no-preference) {
      .curve :is(.line, .head), .pill text { transition: d 260ms ease, stroke-width 260ms ease, opacity 260ms ease; }
      @starting-style { .curve :is(.line, .head), .pill text { opacity: 0; } }
    }
    .box.chosen .ring, .focusing .box.selected .ring { stroke: var(--focus); stroke-width: 4; }
  `,
  board: `${FRAME}
    .frame.journey { font-size: calc(var(--u) * 1.17); }
    .row { grid-template-columns: 6.2em repeat(var(--columns), minmax(0, 1fr)); min-width: calc(6.2em + 6.6em * var(--columns)); }
    .board { overflow: visible; }
    @media (max-width: 700px) { .row { min-width: calc(6.2em + 9em * var(--columns)); } }
    .head, .cell { cursor: pointer; transition: opacity 220ms ease; }
    .dimmed :is(.head, .cell):not(.lit) { opacity: .12; }
    .dimmed .cell.lit { outline: 3px solid var(--focus); outline-offset: -3px; }
  `,
  timeline: `${FRAME}
    .timeline { zoom: calc(var(--z)); max-width: 46rem; margin: 0 auto; }
    .event { cursor: pointer; transition: opacity 220ms ease; }
    .dimmed .event:not(.lit) { opacity: .15; }
  `,
  metrics: `${FRAME}
    .metrics { zoom: calc(var(--z)); }
    thead th { min-width: 80px; } .name { width: 130px; min-width: 108px; }
    .cell { flex-flow: row wrap; justify-content: flex-end; gap: 0 6px; min-height: 40px; padding: 3px 6px; }
    .cell small { order: 1; flex-basis: 100%; }
    .cell, tbody th { transition: opacity 220ms ease; }
    .dimmed :is(.cell, tbody th):not(.lit) { opacity: .15; }
    .dimmed .cell.lit { outline: 2px solid var(--focus); }
  `,
  words: `${FRAME}
    .frame { display: grid; place-content: center; }
    p { max-width: 30em; margin: 0; color: var(--muted); text-align: center; overflow-wrap: anywhere; }
  `,
  figure: `${FRAME}
    .frame { display: flex; }
    .plot { margin: auto; }
    /* plotly.js lays these on the document, which a shadow does not see. */
    .plot .svg-container { position: relative; }
    .plot .main-svg { position: absolute; top: 0; left: 0; overflow: hidden; }
  `,
};
