// The document on sheets of paper: what does not fit on one goes on to the next, and no letter is under 8 pt.

const [wide, high] = told.paper;
const bare = told.bare; // pictures alone, for a slide that has its own words
const main = document.querySelector("main");
const LEAST_PX = 10.7; // 8 pt
const BOARD_PX = [14, 13, 12.5];
const COLUMN_EM = 8.2;
const GAP_PX = 28;

function sheet(slide, { again = false, title = false } = {}) {
  const section = make("section", bare ? "sheet bare" : "sheet", "", main);
  Object.assign(section.style, { width: `${wide}mm`, height: `${high}mm` });
  if (again) make("h2", "", told.words.continued.replace("{title}", slide.title), make("header", "", "", section));
  else if (!title && !bare) drawHead(section, slide);
  const body = make("div", "body", "", section);
  if (!bare) make("span", "", slide.foot, make("footer", "", "", section));
  return body;
}

// As large as the sheet allows: small things grow a little, large ones shrink.
function fitted(body, width, height, most) {
  const k = Math.min(body.clientWidth / width, body.clientHeight / height, most);
  const scaled = make("div", "scaled", "", body);
  Object.assign(scaled.style, { width: `${body.clientWidth / k}px`, transform: `scale(${k})` });
  return scaled;
}

// Things of these heights, in order, in as few columns of that height as hold them: the first and the end of each.
function packed(heights, room) {
  const found = [];
  let from = 0;
  let used = 0;
  heights.forEach((height, at) => {
    if (at > from && used + height > room) {
      found.push([from, at]);
      [from, used] = [at, 0];
    }
    used += height;
  });
  found.push([from, heights.length]);
  return found;
}

function addStyle(root, text) {
  make("style", "", text, root.getRootNode());
}

// A long map stands in rows below each other, where its letters would be too small in one.
function map(slide) {
  const body = sheet(slide);
  const { spec } = slide;
  const LEGEND = 56;
  const room = body.clientHeight - LEGEND;
  const size = (rows) => Math.min((body.clientWidth * rows) / spec.width, room / (rows * spec.height), 1.35);
  const best = [1, 2, 3].reduce((one, rows) => (size(rows) > 1.15 * size(one) ? rows : one), 1);
  const rows = stretches(spec, size(1) >= 0.9 ? 1 : best);
  const widest = Math.max(...rows.map(([from, to]) => to - from));
  const k = Math.min(body.clientWidth / widest, room / (rows.length * spec.height), 1.35);
  rows.forEach(([from, to], at) => {
    const last = at === rows.length - 1;
    const frame = make("div", "", "", body);
    // The last row is no longer than it must be.
    frame.style.width = rows.length > 1 ? `${(to - from) * k}px` : "auto";
    const bands = spec.bands
      .map((band) => ({ ...band, x: Math.max(band.x, from), width: Math.min(band.x + band.width, to) - Math.max(band.x, from) }))
      .filter((band) => band.width > 40);
    const cut = { ...spec, x: from, width: to - from, bands };
    const place = drawMap(frame, cut, rows.length > 1 ? spec.height * k + 2 : room);
    addStyle(place, ".tools, .mini, .tip, .legend { display: none !important; } .stage { border: 0; }");
    const fit = () => place.querySelectorAll(".tools button")[2].click();
    fit();
    // Once more when the style above has taken its place.
    requestAnimationFrame(fit);
    if (!last) return;
    const legend = place.querySelector(".legend");
    const below = shadow(body, "map");
    below.className = "map";
    below.append(legend.cloneNode(true));
    addStyle(below, ".legend { font-size: 11.5px; }");
  });
}

// Where a map is cut: between columns of boxes, into about equal parts.
function stretches(spec, rows) {
  const right = spec.x + spec.width;
  const free = [];
  let reach = -Infinity;
  for (const { x, width } of [...spec.boxes].sort((one, other) => one.x - other.x)) {
    if (x > reach + 4 && reach > -Infinity) free.push((x + reach) / 2);
    reach = Math.max(reach, x + width);
  }
  const cuts = Array.from({ length: rows - 1 }, (_, at) => {
    const wanted = spec.x + (spec.width * (at + 1)) / rows;
    const nearer = (one, other) => (Math.abs(other - wanted) < Math.abs(one - wanted) ? other : one);
    return free.length ? free.reduce(nearer) : wanted;
  });
  const edges = [spec.x, ...cuts, right];
  return edges.slice(1).map((to, at) => [edges[at], to]);
}

function figure(slide) {
  const body = sheet(slide);
  const { spec } = slide;
  const height = spec.layout.height || 420;
  const scaled = fitted(body, 640, height, 1.45);
  const width = parseFloat(scaled.style.width);
  const layout = { ...spec.layout, width, height, autosize: false, paper_bgcolor: "#FFFFFF" };
  Plotly.newPlot(scaled, spec.data.map(plain), layout, { staticPlot: true });
}

// A hatching is printed as a picture of its own, a megabyte each; the outline stays.
function plain(trace) {
  return trace.marker?.pattern ? { ...trace, marker: { ...trace.marker, pattern: undefined } } : trace;
}

function timeline(slide) {
  const COLUMNS = wide > 300 ? 3 : 2;
  const body = sheet(slide);
  const width = (body.clientWidth - (COLUMNS - 1) * GAP_PX) / COLUMNS;
  const draw = (parent, rows) => {
    const place = shadow(parent, "timeline");
    parts.timeline({ data: { rows, label: told.words.timeline }, parentElement: place });
    addStyle(place, ".event { grid-template-columns: 116px 1fr; } .event::before { left: 128px; } .event.decides::before { left: 126px; } .event:not(:last-child)::after { left: 133px; }");
    return place;
  };
  const probe = make("div", "", "", body);
  probe.style.width = `${width}px`;
  const heights = [...draw(probe, slide.spec).querySelectorAll("li")].map((row) => row.offsetHeight);
  const room = body.clientHeight;
  probe.remove();
  const columns = packed(heights, room);
  columns.forEach(([from, to], at) => {
    const here = at % COLUMNS ? main.lastElementChild.querySelector(".body") : at ? sheet(slide, { again: true }) : body;
    if (!(at % COLUMNS)) Object.assign(here.style, { display: "flex", gap: `${GAP_PX}px` });
    const column = make("div", "", "", here);
    Object.assign(column.style, { width: `${width}px`, flex: "none" });
    draw(column, slide.spec.slice(from, to));
  });
}

function metrics(slide) {
  const draw = (parent, from, to) => {
    const { rows, mixes } = slide.spec;
    const data = { ...slide.spec, rows: rows.slice(from, to), mixes: mixes.slice(from, to), selected: null, themes: told.themes };
    const place = shadow(parent, "metrics");
    parts.metrics({ data, parentElement: place, setStateValue: () => {} });
    addStyle(place, ".metrics { overflow: visible; } .cell { min-height: 44px; }");
    return place;
  };
  let body = sheet(slide);
  const probe = make("div", "", "", body);
  probe.style.width = "max-content";
  const table = draw(probe, 0).querySelector("table");
  const width = Math.max(table.offsetWidth, 0.8 * body.clientWidth);
  const heights = [...table.tBodies[0].rows].map((row) => row.offsetHeight);
  const head = table.tHead.offsetHeight + 4;
  const room = [body.clientWidth, body.clientHeight];
  probe.remove();
  const k = Math.min(room[0] / width, 1.25);
  packed(heights, room[1] / k - head).forEach(([from, to], at) => {
    if (at) body = sheet(slide, { again: true });
    const scaled = make("div", "scaled", "", body);
    Object.assign(scaled.style, { width: `${room[0] / k}px`, transform: `scale(${k})` });
    draw(scaled, from, to);
  });
}

// -- the board

const BOARD_STYLE = `
  .row { grid-template-columns: 7.6em repeat(var(--columns), minmax(0, 1fr)) !important; min-width: 0 !important; }
  .board { overflow: visible !important; padding: 0 .6em 0 0; }
  .corner, h4, .row.heads, .persona { position: static; }
  .head h3, .chip .name span, blockquote { -webkit-line-clamp: none; }
  :is(.detail, .warn, .invite, .key, .said small, .said .tag, .said.none, .tagged, .pole, .persona, .options, .head.gone span) { font-size: max(.86em, ${LEAST_PX}px); }
  :is(h4, .chip, blockquote) { font-size: max(.93em, ${LEAST_PX}px); }
  .chip { padding: .22em .45em; } .cell { padding: .4em .1em; gap: .25em; } h4 { padding: .5em .5em .5em 0; }
  .area { padding: .4em 0; } .plot { height: 8em; }
`;

function drawnBoard(parent, spec, px) {
  const place = shadow(parent, "board");
  place.className = "journey";
  place.style.fontSize = `${px}px`;
  parts.board(place, spec, null);
  addStyle(place, BOARD_STYLE);
  return place;
}

// Some columns of a board, as a board of its own.
function columns(spec, from, to) {
  const cut = (list) => list?.slice(from, to);
  const lane = (one) => ({
    ...one,
    cells: cut(one.cells),
    perceived: cut(one.perceived),
    lines: one.lines?.map((line) => ({ ...line, points: cut(line.points) })),
    personas: one.personas?.map((who) => ({ ...who, cells: cut(who.cells), line: { ...who.line, points: cut(who.line.points) } })),
  });
  return { ...spec, stages: cut(spec.stages), lanes: spec.lanes.map(lane) };
}

// A lane that is higher than a sheet, as several of fewer notes each.
function lower(lane, height, room) {
  const most = Math.max(0, ...(lane.cells ?? []).map((cell) => (Array.isArray(cell) ? cell.length : 0)));
  if (height <= room || lane.kind !== "notes" || most < 2) return [lane];
  const step = Math.max(1, Math.floor((most * room * 0.9) / height));
  return Array.from({ length: Math.ceil(most / step) }, (_, at) => ({
    ...lane, hint: "", cells: lane.cells.map((cell) => cell.slice(at * step, (at + 1) * step)),
  }));
}

// What stands on which sheet where letters have this size: [spec, ...].
function laidOut(spec, px, [width, height]) {
  const most = Math.max(1, Math.floor((width / px - 7.6) / COLUMN_EM));
  const groups = Math.ceil(spec.stages.length / most) || 1;
  const each = Math.ceil(spec.stages.length / groups);
  const found = [];
  for (let group = 0; group < groups; group += 1) {
    let part = columns(spec, group * each, (group + 1) * each);
    const probe = make("section", "sheet", "", main);
    Object.assign(probe.style, { width: `${width}px`, padding: "0" });
    const measured = () => [...drawnBoard(probe, part, px).querySelectorAll(".row")].map((row) => row.offsetHeight);
    const [head, ...lanes] = measured();
    const cut = part.lanes.flatMap((lane, at) => lower(lane, lanes[at], height - head));
    if (cut.length > part.lanes.length) {
      part = { ...part, lanes: cut };
      probe.replaceChildren();
      lanes.splice(0, Infinity, ...measured().slice(1));
    }
    probe.remove();
    for (const [from, to] of packed(lanes, height - head)) found.push({ ...part, lanes: part.lanes.slice(from, to) });
  }
  return found;
}

function board(slide) {
  let body = sheet(slide);
  const room = [body.clientWidth, body.clientHeight];
  const tries = BOARD_PX.map((px) => ({ px, parts: laidOut(slide.spec, px, room) }));
  const least = Math.min(...tries.map((one) => one.parts.length));
  const best = tries.find((one) => one.parts.length === least);
  best.parts.forEach((part, at) => {
    if (at) body = sheet(slide, { again: true });
    const place = drawnBoard(body, part, best.px);
    // A lane that is higher than the sheet all the same is shrunk rather than cut off.
    const drawn = place.querySelector(".board").offsetHeight;
    if (drawn > body.clientHeight) place.style.zoom = body.clientHeight / drawn;
  });
}

// -- the numbers: what one sheet holds; all of them are in the HTML file

function numbers(slide) {
  const { table } = slide;
  if (!table?.rows.length) return;
  const body = sheet(slide, { again: true });
  const hint = make("p", "hint", told.words.table, body);
  const columns = beside(body, table);
  const piece = {
    columns: columns.map((at) => table.columns[at]),
    numbers: columns.map((at) => table.numbers[at]),
    rows: table.rows.map((row) => columns.map((at) => row[at])),
  };
  const probe = drawTable(body, piece, 0, 80);
  const room = body.clientHeight - hint.offsetHeight - probe.tHead.offsetHeight - 16;
  const [[, to]] = packed([...probe.tBodies[0].rows].map((row) => row.offsetHeight), room);
  probe.remove();
  drawTable(body, piece, 0, to).style.marginTop = "10px";
  const rows = table.rows.length - to;
  const left = table.columns.length - columns.length;
  if (rows) hint.textContent += ` ${told.words.rows.replace("{n}", rows)}`;
  if (left) hint.textContent += ` ${told.words.columns.replace("{n}", left)}`;
}

// As many columns as a sheet is wide.
function beside(body, table) {
  const probe = drawTable(body, table, 0, 60);
  const widths = [...probe.tHead.rows[0].cells].map((cell, at) => Math.min(cell.offsetWidth, at ? 110 : 190));
  probe.style.width = "max-content";
  const whole = [...probe.tHead.rows[0].cells].map((cell, at) => Math.min(cell.offsetWidth, at > 1 ? 100 : 200));
  probe.remove();
  let used = 0;
  const fits = whole.findIndex((width) => (used += width) > body.clientWidth);
  return [...widths.keys()].slice(0, fits < 0 ? widths.length : Math.max(1, fits));
}

function cover() {
  const section = sheet({ foot: told.slides[0].foot }, { title: true });
  section.parentElement.classList.add("title");
  make("h1", "", told.title, section);
  const list = make("ol", "", "", section);
  for (const slide of told.slides) make("li", "", slide.title, list);
}

const draw = { map, figure, timeline, metrics, board };
if (told.slides.length > 1 && !bare) cover();
for (const slide of told.slides) {
  draw[slide.kind](slide);
  numbers(slide);
}
const every = [...document.querySelectorAll(".sheet footer")];
every.forEach((one, at) => make("span", "", `${at + 1} / ${every.length}`, one));
