// The board as elements. Names and notes are text, never markup. `edit` is null where nothing can be changed.

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
  link: "M6.5 9.5l3-3M7 4.5l1.5-1.5a3.2 3.2 0 0 1 4.5 4.5l-1.5 1.5M9 11.5l-1.5 1.5a3.2 3.2 0 0 1-4.5-4.5l1.5-1.5",
  float: "M1.5 9c2-3 4.5-3 6.5 0s4.5 3 6.5 0",
  person: "M4.8 5a3.2 3.2 0 1 0 6.4 0a3.2 3.2 0 1 0-6.4 0M1.8 14.5c.6-3.6 3-5 6.2-5s5.6 1.4 6.2 5",
  warn: "M8 3v8M4.5 8l3.5 3.5l3.5-3.5",
};
const MARKS = ["M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0", "M-3.6-3.6h7.2v7.2h-7.2z", "M0-5l5 5l-5 5l-5-5z", "M0-4.5l4.6 8h-9.2z"];

function icon(name, title) {
  const made = drawing("svg", { viewBox: "0 0 16 16", class: `icon icon-${name}`, "aria-hidden": !title });
  if (title) drawing("title", {}, made).textContent = title;
  drawing("path", { d: ICONS[name] ?? ICONS.other }, made);
  return made;
}

// Only pictures that came along: an address of elsewhere is none.
function picture(address, className, parent) {
  if (!address.startsWith("data:image/webp;base64,")) return;
  const made = element("img", className, "", parent);
  made.src = address;
  made.alt = "";
  made.draggable = false;
}

function drawBoard(parent, spec, edit) {
  const board = element("div", edit ? "board" : "board still");
  board.setAttribute("aria-label", spec.words.board);
  board.style.setProperty("--columns", spec.stages.length);
  const heads = element("div", "row heads", "", board);
  const corner = element("div", "corner", "", heads);
  for (const stage of spec.stages) {
    const head = element("div", stage.gone ? "head gone" : stage.side ? "head side" : "head", "", heads);
    element("h3", "", stage.title, head);
    if (stage.hurts) element("span", "hurts", `\u25bc ${stage.hurts}`, head);
    if (stage.gone) element("span", "", spec.words.gone, head);
    head.title = stage.title;
    if (edit && spec.own && !stage.gone) edit.stage(head, stage);
  }
  if (edit && spec.own) edit.newStage(corner);
  for (const lane of spec.lanes) drawLane(board, lane, spec, edit);
  parent.replaceChildren(board);
  return board;
}

function drawLane(board, lane, spec, edit) {
  const row = element("section", `row lane ${lane.kind}`, "", board);
  row.dataset.lane = lane.key;
  row.setAttribute("aria-label", lane.title);
  const head = element("h4", "", lane.title, row);
  if (edit && !spec.arranged) edit.lane(head, row, lane);
  if (lane.kind === "curve") return drawCurve(row, lane, spec, edit);
  if (lane.kind === "personas") return drawPersonas(row, lane, spec, edit);
  const draw = { chips: drawChips, figures: drawFigures, quotes: drawQuotes, notes: drawNotes, choice: drawChoice }[lane.kind];
  spec.stages.forEach((stage, at) => {
    const cell = element("div", "cell", "", row);
    cell.dataset.stage = stage.name;
    cell.dataset.lane = lane.key;
    if (lane.cells[at]) draw(cell, lane.cells[at], { lane, stage, edit, words: spec.words });
  });
  return row;
}

function drawChips(cell, { chips, more }, { stage, edit, words }) {
  const arranged = edit?.data.spec.arranged;
  for (const chip of chips) {
    const made = element("div", chip.gone ? "chip away" : chip.fresh ? "chip fresh" : "chip", "", cell);
    made.title = chip.facts;
    picture(chip.picture, "portrait", made);
    if (chip.icon) made.append(icon(chip.icon, chip.channel));
    element("span", "", chip.name, element("span", "name", "", made));
    if (chip.truth) made.append(icon("truth", words.truth));
    if (chip.floating) made.append(icon("float", words.floating));
    const number = element("span", "number", chip.value, made);
    if (!arranged) edit?.opens(number, `touchpoint:${chip.id}`, stage);
    if (arranged) edit.chip(made, chip, stage);
  }
  if (arranged) edit.chipCell(cell, stage);
  if (more) element("div", "detail", more, cell);
}

function drawFigures(cell, figure, { stage, edit }) {
  const value = element("div", "figure", figure.value, cell);
  if (figure.opens) edit?.opens(value, figure.opens, stage);
  if (figure.bar !== undefined) {
    const bar = element("div", "bar", "", cell);
    element("i", "", "", bar).style.width = `${100 * figure.bar}%`;
  }
  if (figure.detail) element("div", "detail", figure.detail, cell);
  if (figure.warn) {
    const warn = element("div", figure.thin ? "warn thin" : "warn", "", cell);
    warn.append(icon("warn"), figure.warn);
    if (figure.warn_opens) edit?.opens(warn, figure.warn_opens, stage);
  }
}

function drawQuotes(cell, { quotes, detail, opens }, { stage, edit }) {
  for (const quote of quotes) element("blockquote", "", quote, cell).title = quote;
  if (!detail) return;
  const all = element("div", "detail", detail, cell);
  if (opens) edit?.opens(all, opens, stage);
}

function drawNotes(cell, notes, { lane, stage, edit, words }) {
  for (const note of notes) {
    const made = element("article", `note ${lane.key}`, "", cell);
    element("p", "", note.text, made);
    made.dataset.id = note.id;
    if (note.evidence) drawEvidence(made, note, edit, words);
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

// In the exported file there is no page that could be opened.
function drawEvidence(made, note, edit, words) {
  const link = element(edit ? "a" : "span", "rests", "", made);
  link.append(icon("link", edit ? words.evidence : words.rests));
  if (!edit) return;
  link.setAttribute("href", `./${note.evidence}`);
  link.target = "_blank";
  link.rel = "noopener";
  link.draggable = false;
  link.setAttribute("aria-label", `${words.evidence}: ${note.text}`);
  link.addEventListener("click", (event) => event.stopPropagation());
  link.addEventListener("keydown", (event) => event.stopPropagation());
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

function drawCurve(row, lane, spec, edit) {
  const n = lane.perceived.length;
  const area = element("div", "area", "", row);
  area.style.gridColumn = `auto / span ${n}`;
  const plot = element("div", "plot", "", area);
  const lines = lane.lines.map((line, at) => ({ ...line, at }));
  lines.push({ name: spec.words.perceived, at: 3, colour: "var(--ink)", dashed: true,
    points: lane.perceived.map((value, at) => {
      if (value === null) return null;
      // A face that was chosen, or the mean of a room.
      const text = lane.rooms[at] ? value.toFixed(1) : String(value);
      return { value, low: value, high: value, text: `${value > 0 ? "+" : ""}${text}`.replace("-", "−"), n: lane.rooms[at] };
    }) });
  drawLines(plot, lines, spec);
  const keys = element("div", "keys", "", area);
  keys.style.gridTemplateColumns = `repeat(${n}, minmax(0, 1fr))`;
  for (let at = 0; at < n; at += 1) {
    const cell = element("div", "key", "", keys);
    const here = lines.filter((line) => line.points[at]);
    for (const line of here) {
      const said = drawSaid(cell, line, line.points[at]);
      if (line.opens) edit?.opens(said, line.opens, spec.stages[at]);
    }
    if (!here.length) element("div", "said none", spec.words.nothing, cell);
  }
  return row;
}

function drawSaid(cell, line, point) {
  const made = element("div", point.thin ? "said thin" : "said", "", cell);
  made.append(line.dashed ? face(point.value) : mark(line));
  element("span", "", `${line.name} `, made);
  element("b", "", point.text, made);
  if (point.n) element("small", "", point.n, made);
  if (point.gap) element("em", "tag", point.gap, made);
  return made;
}

function drawLines(plot, lines, spec) {
  const [worst, best] = spec.words.limits;
  const n = lines[0].points.length;
  const picture = drawing("svg", { viewBox: `0 0 ${n * 100} ${HIGH}`, preserveAspectRatio: "none", "aria-hidden": true }, plot);
  const x = (at) => (at + 0.5) * 100;
  const y = (feeling) => EDGE + ((HIGH - 2 * EDGE) * (best - feeling)) / (best - worst);
  for (const feeling of [worst, 0, best]) {
    drawing("path", { d: `M0 ${y(feeling)}H${n * 100}`, class: feeling ? "edge" : "zero" }, picture);
  }
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
  const thought = lines.find((line) => line.dashed);
  const measured = lines.filter((line) => !line.dashed);
  thought?.points.forEach((felt, at) => {
    const said = measured.map((line) => line.points[at]?.value).filter((value) => value !== undefined);
    if (!felt || !said.length) return;
    const nearest = said.reduce((one, other) => (Math.abs(other - felt.value) < Math.abs(one - felt.value) ? other : one));
    const apart = measured.some((line) => line.points[at]?.gap);
    const gap = element("i", apart ? "gap apart" : "gap", "", plot);
    const [top, bottom] = [y(Math.max(felt.value, nearest)), y(Math.min(felt.value, nearest))];
    Object.assign(gap.style, { left: `${x(at) / n}%`, top: `${top}%`, height: `${bottom - top}%` });
  });
  for (const line of [thought, ...measured]) {
    line?.points.forEach((point, at) => point && drawPoint(plot, line, point, x(at) / n, y));
  }
  for (const [feeling, word] of [[best, spec.words.best], [worst, spec.words.worst]]) {
    const label = element("div", feeling > 0 ? "pole top" : "pole", "", plot);
    label.append(face(feeling));
    element("span", "", word, label);
  }
}

// -- personas, side by side: a row each, under the same stages

function drawPersonas(row, lane, spec, edit) {
  const n = Math.max(1, spec.stages.filter((stage) => !stage.gone).length);
  lane.personas.forEach((persona, at) => {
    const who = element("div", persona.chosen ? "persona chosen" : "persona", "", row);
    who.style.gridColumn = "1";
    const face_ = element("div", "face-of", "", who);
    if (persona.picture) picture(persona.picture, "portrait", face_);
    else face_.append(icon("person"));
    const told = element("div", "told", "", who);
    element("b", "", persona.name, told);
    if (persona.about) element("span", "about", persona.about, told);
    const opens = (made, what, stage) => persona.opens && edit?.opens(made, `${persona.opens}:${what}`, stage);
    for (const { text, opens: what } of persona.figures) {
      const made = element("span", "", text, told);
      if (what) opens(made, what, { name: "", title: persona.name });
    }
    who.title = persona.segment;
    const area = element("div", "area", "", row);
    area.style.gridColumn = `2 / span ${n}`;
    const line = { ...persona.line, at };
    if (line.points.some(Boolean)) drawLines(element("div", "plot small", "", area), [line], spec);
    const keys = element("div", "keys", "", area);
    keys.style.gridTemplateColumns = `repeat(${n}, minmax(0, 1fr))`;
    persona.cells.forEach((cell, stage) => {
      const key = element("div", "key", "", keys);
      if (!cell) return;
      const point = line.points[stage];
      const here = spec.stages[stage];
      if (point) opens(drawSaid(key, line, point), line.opens, here);
      const facts = element("div", "said", "", key);
      opens(element("b", "", cell.reach, facts), "reached", here);
      if (cell.lost) opens(element("span", cell.thin ? "thin" : "lost", cell.lost, facts), "lost", here);
      if (cell.time) opens(element("small", "", cell.time, facts), "time", here);
    });
  });
  return row;
}

function drawPoint(plot, line, point, percent, y) {
  const whisker = element("i", "whisker", "", plot);
  Object.assign(whisker.style, { left: `${percent}%`, top: `${y(point.high)}%`, height: `${y(point.low) - y(point.high)}%`, background: line.colour });
  for (const tag of point.marks || []) {
    // Of several lines that peak in one stage, one says so.
    const key = `${percent} ${tag}`;
    if ([...plot.querySelectorAll(".tagged")].some((other) => other.dataset.key === key)) continue;
    const label = element("span", point.value > 1.2 ? "tagged below" : "tagged", tag, plot);
    label.dataset.key = key;
    label.style.borderBottom = `2px solid ${line.colour}`;
    Object.assign(label.style, { left: `${percent}%`, top: `${y(point.value)}%` });
  }
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
