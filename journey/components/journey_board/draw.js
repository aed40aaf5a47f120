// The board as elements. Names and notes are text, never markup. `edit` is null where nothing can be changed.

const SVG = "http://www.w3.org/2000/svg";
const ICONS = {
  web: "M2 8a6 6 0 1 0 12 0a6 6 0 1 0-12 0M2 8h12M8 2c-4 4-4 8 0 12c4-4 4-8 0-12",
  app: "M5 1.5h6v13h-6zM7.3 12.5h1.4",
  mail: "M1.5 3.5h13v9h-13zM1.5 4l6.5 5l6.5-5",
  phone: "M4 2l2.5 3l-1.5 2c1 2 2 3 4 4l2-1.5l3 2.5c-1 2-2 2.5-4 2c-4-1-7-4-8-8c-.5-2 0-3 2-4z",
  shop: "M2 6.5h12v8h-12zM2 6.5l1.5-4h9l1.5 4M6.5 14.5v-4h3v4",
  chat: "M2 3h12v8h-7l-3 3v-3h-2z",
  courier: "M1 4h8.5v7.5h-8.5zM9.5 6.5h3l2.5 2.5v2.5h-5.5M3 12.5a1.3 1.3 0 1 0 2.6 0a1.3 1.3 0 1 0-2.6 0M10.5 12.5a1.3 1.3 0 1 0 2.6 0a1.3 1.3 0 1 0-2.6 0",
  other: "M5 8a3 3 0 1 0 6 0a3 3 0 1 0-6 0",
  add: "M8 3v10M3 8h10",
  delete: "M4 4l8 8M12 4l-8 8",
  full: "M9.5 2h4.5v4.5M14 2l-5.5 5.5M6.5 14h-4.5v-4.5M2 14l5.5-5.5",
  truth: "M8 1.5l2 4.4l4.8.5l-3.6 3.2l1 4.7l-4.2-2.4l-4.2 2.4l1-4.7l-3.6-3.2l4.8-.5z",
  warn: "M8 3v8M4.5 8l3.5 3.5l3.5-3.5",
};
const MARKS = ["M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0", "M-3.6-3.6h7.2v7.2h-7.2z", "M0-5l5 5l-5 5l-5-5z", "M0-4.5l4.6 8h-9.2z"];

function element(tag, className, text, parent) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  parent?.append(made);
  return made;
}

function drawing(tag, attributes, parent) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  parent?.append(made);
  return made;
}

function icon(name, title) {
  const made = drawing("svg", { viewBox: "0 0 16 16", class: `icon icon-${name}`, "aria-hidden": !title });
  if (title) drawing("title", {}, made).textContent = title;
  drawing("path", { d: ICONS[name] ?? ICONS.other }, made);
  return made;
}

function face(feeling) {
  const made = drawing("svg", { viewBox: "0 0 24 24", class: "face", "aria-hidden": true });
  made.style.setProperty("--feeling", `var(--emotion-${(feeling + 2) * 2})`);
  drawing("circle", { cx: 12, cy: 12, r: 10 }, made);
  drawing("path", { d: `M8.5 9v1M15.5 9v1M7.5 ${15.5 - feeling * 0.8}Q12 ${15.5 + feeling * 2} 16.5 ${15.5 - feeling * 0.8}` }, made);
  return made;
}

function drawBoard(parent, spec, edit) {
  const board = element("div", edit ? "board" : "board still");
  board.setAttribute("aria-label", spec.words.board);
  board.style.setProperty("--columns", spec.stages.length);
  const heads = element("div", "row heads", "", board);
  element("div", "corner", "", heads);
  for (const stage of spec.stages) {
    const head = element("div", stage.gone ? "head gone" : stage.side ? "head side" : "head", "", heads);
    element("h3", "", stage.title, head);
    if (stage.gone) element("span", "", spec.words.gone, head);
    head.title = stage.title;
  }
  for (const lane of spec.lanes) drawLane(board, lane, spec, edit);
  parent.replaceChildren(board);
  return board;
}

function drawLane(board, lane, spec, edit) {
  const row = element("section", `row lane ${lane.kind}`, "", board);
  row.dataset.lane = lane.key;
  row.setAttribute("aria-label", lane.title);
  const head = element("h4", "", lane.title, row);
  if (edit) edit.lane(head, row, lane);
  if (lane.kind === "curve") return drawCurve(row, lane, spec);
  const draw = { chips: drawChips, figures: drawFigures, quotes: drawQuotes, notes: drawNotes, choice: drawChoice }[lane.kind];
  spec.stages.forEach((stage, at) => {
    const cell = element("div", "cell", "", row);
    cell.dataset.stage = stage.name;
    cell.dataset.lane = lane.key;
    if (lane.cells[at]) draw(cell, lane.cells[at], { lane, stage, edit, words: spec.words });
  });
  return row;
}

function drawChips(cell, { chips, more }, { words }) {
  for (const chip of chips) {
    const made = element("div", "chip", "", cell);
    made.title = chip.channel ? `${chip.name} · ${chip.channel}` : chip.name;
    made.append(icon(chip.icon, chip.channel));
    element("span", "", chip.name, element("span", "name", "", made));
    if (chip.truth) made.append(icon("truth", words.truth));
    element("span", "number", chip.value, made);
  }
  if (more) element("div", "detail", more, cell);
}

function drawFigures(cell, figure) {
  element("div", "figure", figure.value, cell);
  if (figure.bar !== undefined) {
    const bar = element("div", "bar", "", cell);
    element("i", "", "", bar).style.width = `${100 * figure.bar}%`;
  }
  if (figure.detail) element("div", "detail", figure.detail, cell);
  if (figure.warn) {
    const warn = element("div", figure.thin ? "warn thin" : "warn", "", cell);
    warn.append(icon("warn"), figure.warn);
  }
}

function drawQuotes(cell, { quotes, detail }) {
  for (const quote of quotes) element("blockquote", "", quote, cell).title = quote;
  if (detail) element("div", "detail", detail, cell);
}

function drawNotes(cell, notes, { lane, stage, edit, words }) {
  for (const note of notes) {
    const made = element("article", `note ${lane.key}`, "", cell);
    element("p", "", note.text, made);
    made.dataset.id = note.id;
    if (edit) edit.note(made, note, lane, stage);
  }
  if (!edit) {
    if (!notes.length) element("div", "invite", lane.hint, cell);
    return;
  }
  const add = element("button", notes.length ? "add" : "add invite", "", cell);
  add.type = "button";
  add.setAttribute("aria-label", `${words.add}: ${lane.title}, ${stage.title}`);
  add.append(icon("add"));
  if (!notes.length) element("span", "", lane.hint, add);
  edit.adding(add, cell, lane, stage);
}

function drawChoice(cell, [held], { lane, stage, edit }) {
  const group = element("div", "options", "", cell);
  group.setAttribute("role", "group");
  for (const { value, label } of lane.options) {
    const on = held?.text === value;
    if (!edit && !on) continue;
    const made = element(edit ? "button" : "span", on ? "option on" : "option", "", group);
    made.title = label;
    made.dataset.value = value;
    if (lane.key === "perceived") made.append(face(Number(value)));
    else element("i", `evidence ${value}`, "", made);
    if (on && (!edit || lane.key !== "perceived")) element("span", "", label, made);
    if (!edit) continue;
    made.type = "button";
    made.setAttribute("aria-pressed", on);
    made.setAttribute("aria-label", `${label}: ${stage.title}`);
    edit.option(made, group, value, on, held, lane, stage);
  }
}

// -- the emotion curve

const HIGH = 100; // units of the drawing, which are per cent of its height
const EDGE = 12;

function drawCurve(row, lane, spec) {
  const [worst, best] = spec.words.limits;
  const n = lane.perceived.length;
  const area = element("div", "area", "", row);
  area.style.gridColumn = `auto / span ${n}`;
  const plot = element("div", "plot", "", area);
  const picture = drawing("svg", { viewBox: `0 0 ${n * 100} ${HIGH}`, preserveAspectRatio: "none", "aria-hidden": true }, plot);
  const x = (at) => (at + 0.5) * 100;
  const y = (feeling) => EDGE + ((HIGH - 2 * EDGE) * (best - feeling)) / (best - worst);
  for (const feeling of [worst, 0, best]) {
    drawing("path", { d: `M0 ${y(feeling)}H${n * 100}`, class: feeling ? "edge" : "zero" }, picture);
  }
  const lines = lane.lines.map((line, at) => ({ ...line, at, colour: line.colour }));
  lines.push({ name: spec.words.perceived, at: 3, colour: "var(--ink)", dashed: true,
    points: lane.perceived.map((value) => value === null ? null : { value, low: value, high: value, text: `${value > 0 ? "+" : ""}${value}`.replace("-", "−"), n: "" }) });
  for (const line of lines) {
    line.points.forEach((point, at) => {
      const next = line.points[at + 1];
      if (!point || !next) return;
      if (!line.dashed) {
        const corners = [[at, point.high], [at + 1, next.high], [at + 1, next.low], [at, point.low]];
        const band = drawing("path", { d: `M${corners.map(([i, v]) => `${x(i)} ${y(v)}`).join("L")}Z`, class: "band" }, picture);
        band.style.fill = line.colour;
      }
      const between = drawing("path", { d: `M${x(at)} ${y(point.value)}L${x(at + 1)} ${y(next.value)}`, class: line.dashed ? "line dashed" : "line" }, picture);
      between.style.stroke = line.colour;
    });
  }
  lines.at(-1).points.forEach((point, at) => point && drawPoint(plot, lines.at(-1), point, x(at) / n, y));
  lane.perceived.forEach((felt, at) => {
    const said = lane.lines.map((line) => line.points[at]?.value).filter((value) => value !== undefined);
    if (felt === null || !said.length) return;
    const nearest = said.reduce((one, other) => (Math.abs(other - felt) < Math.abs(one - felt) ? other : one));
    const gap = element("i", "gap", "", plot);
    const [top, bottom] = [y(Math.max(felt, nearest)), y(Math.min(felt, nearest))];
    Object.assign(gap.style, { left: `${x(at) / n}%`, top: `${top}%`, height: `${bottom - top}%` });
  });
  for (const line of lines.slice(0, -1)) {
    line.points.forEach((point, at) => point && drawPoint(plot, line, point, x(at) / n, y));
  }
  for (const [feeling, word] of [[best, spec.words.best], [worst, spec.words.worst]]) {
    const label = element("div", feeling > 0 ? "pole top" : "pole", "", plot);
    label.append(face(feeling));
    element("span", "", word, label);
  }
  const keys = element("div", "keys", "", area);
  keys.style.gridTemplateColumns = `repeat(${n}, minmax(0, 1fr))`;
  lane.perceived.forEach((_perceived, at) => {
    const cell = element("div", "key", "", keys);
    const here = lines.filter((line) => line.points[at]);
    for (const line of here) {
      const point = line.points[at];
      const made = element("div", point.thin ? "said thin" : "said", "", cell);
      made.append(line.dashed ? face(point.value) : mark(line));
      element("span", "", `${line.name} `, made);
      element("b", "", point.text, made);
      if (point.n) element("small", "", point.n, made);
      for (const tag of point.tags || []) element("em", "tag", tag, made);
    }
    if (!here.length) element("div", "said none", spec.words.nothing, cell);
  });
  return row;
}

function drawPoint(plot, line, point, percent, y) {
  const whisker = element("i", "whisker", "", plot);
  Object.assign(whisker.style, { left: `${percent}%`, top: `${y(point.high)}%`, height: `${y(point.low) - y(point.high)}%`, background: line.colour });
  const dot = line.dashed ? face(point.value) : mark(line);
  dot.classList.add("dot");
  if (point.thin) dot.classList.add("thin");
  Object.assign(dot.style, { left: `${percent}%`, top: `${y(point.value)}%` });
  plot.append(dot);
}

function mark(line) {
  const made = drawing("svg", { viewBox: "-6 -6 12 12", class: "mark", "aria-hidden": true });
  drawing("path", { d: MARKS[line.at % 4] }, made);
  made.style.color = line.colour;
  return made;
}
