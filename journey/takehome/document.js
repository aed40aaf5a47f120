// What the screen and the sheets share: a picture of any kind, drawn by the part that draws it on its page.
// Names come from a log: they only ever pass through textContent.

const told = JSON.parse(document.getElementById("told").textContent);

function make(tag, className, text, parent) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  parent?.append(made);
  return made;
}

// A part keeps its style to itself.
function shadow(parent, part) {
  const host = make("div", `part ${part}`, "", parent);
  const root = host.attachShadow({ mode: "open" });
  make("style", "", told.styles[part], root);
  return make("div", "", "", root);
}

function drawMap(parent, spec, height) {
  const place = shadow(parent, "map");
  let selected = spec.selected;
  const draw = () => parts.map({
    data: { key: `map ${Math.random()}`, height, spec, selected, themes: told.themes, words: told.words },
    parentElement: place,
    // Nobody listens here: what is selected is outlined, no more.
    setStateValue: () => {},
  });
  draw();
  return place;
}

function drawTable(parent, { columns, numbers, rows }, from = 0, to = rows.length) {
  const table = make("table", "numbers", "", parent);
  const head = make("tr", "", "", make("thead", "", "", table));
  columns.forEach((name, at) => {
    make("th", numbers[at] ? "number" : "", name, head).scope = "col";
  });
  const body = make("tbody", "", "", table);
  for (const row of rows.slice(from, to)) {
    const line = make("tr", "", "", body);
    row.forEach((value, at) => make("td", numbers[at] ? "number" : "", value, line));
  }
  return table;
}

function drawHead(parent, slide, title = slide.title) {
  const head = make("header", "", "", parent);
  make("h2", "", title, head);
  for (const line of slide.lines) make("p", "", line, head);
  return head;
}
