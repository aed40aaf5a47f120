// A table whose figures are buttons. Every name is text, never markup.
function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function isDark(node) {
  const colour = getComputedStyle(node).getPropertyValue("--st-background-color").trim() || "#ffffff";
  const probe = element("span");
  probe.style.color = colour;
  node.append(probe);
  const [r, g, b] = getComputedStyle(probe).color.match(/[\d.]+/g).map(Number);
  probe.remove();
  return 0.2126 * r + 0.7152 * g + 0.0722 * b < 128;
}

function cell(data, metric, row, look, choose) {
  const made = element("button", "cell");
  made.type = "button";
  made.disabled = data.text === "–";
  if (data.thin) made.classList.add("thin");
  if (data.fill) {
    made.classList.add("filled");
    made.style.background = look[data.fill];
    made.style.setProperty("--cell-ink", look[`${data.fill}-ink`]);
  }
  made.append(element("b", "", data.text));
  if (data.detail) made.append(element("small", "", data.detail));
  if (data.mark) made.append(element("span", "mark", data.mark));
  if (data.light) made.append(element("span", `light ${data.judged || ""}`, data.light));
  const told = [row.name, metric.title, data.told, data.mark, data.light].filter(Boolean).join(", ");
  made.title = told;
  made.setAttribute("aria-label", told);
  made.dataset.cell = `${metric.key}|${row.id}`;
  made.addEventListener("click", () => choose(metric.key, row.id));
  return made;
}

function mix(channels, row, selected, choose) {
  const list = element("ul");
  for (const one of channels) {
    const text = `${one.name} ${Math.round(100 * one.share)} %`;
    if (!one.key) {
      list.append(element("li", "", text));
      continue;
    }
    const made = element("button", "channel", text);
    made.type = "button";
    made.setAttribute("aria-label", `${row.name}, ${text}`);
    made.dataset.cell = `${one.key}|${row.id}`;
    if (selected && selected[0] === one.key && selected[1] === row.id) made.classList.add("selected");
    made.addEventListener("click", () => choose(one.key, row.id));
    const line = element("li");
    line.append(made);
    list.append(line);
  }
  return list;
}

// Arrow keys walk the cells.
function walk(event, table) {
  const steps = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
  const at = event.target.closest("td");
  if (!steps[event.key] || !at) return;
  const [down, right] = steps[event.key];
  const line = table.tBodies[0].rows[at.parentElement.sectionRowIndex + down];
  const next = line && line.cells[at.cellIndex + right];
  const button = next && next.querySelector("button:not(:disabled)");
  if (button) button.focus();
  event.preventDefault();
}

export default function (component) {
  const { data, parentElement, setStateValue } = component;
  let frame = parentElement.querySelector(".metrics");
  if (!frame) {
    frame = element("div", "metrics");
    parentElement.append(frame);
  }
  const look = data.themes[isDark(frame) ? "dark" : "light"];
  for (const name of ["ink", "muted", "border", "focus", "completed", "lost", "open", "background"]) frame.style.setProperty(`--${name}`, look[name]);
  frame.style.setProperty("--page", `var(--st-background-color, ${look.background})`);
  const focused = frame.getRootNode().activeElement?.dataset?.cell;
  const left = frame.scrollLeft;
  const choose = (metric, group) => setStateValue("chosen", { metric, group });

  const table = element("table");
  table.setAttribute("aria-label", data.words.label);
  const head = table.createTHead().insertRow();
  head.append(element("th", "name", data.corner));
  for (const metric of data.head) {
    const made = element("th", "", metric.title);
    made.scope = "col";
    made.title = metric.help;
    head.append(made);
  }
  if (data.mixes.length) head.append(element("th", "mix", data.words.mix));
  const body = table.createTBody();
  data.rows.forEach((row, at) => {
    const line = body.insertRow();
    const name = element("th", "name", row.name);
    name.scope = "row";
    name.append(element("small", "", row.detail));
    line.append(name);
    row.cells.forEach((one, column) => {
      const made = cell(one, data.head[column], row, look, choose);
      const chosen = data.selected;
      if (chosen && chosen[0] === data.head[column].key && chosen[1] === row.id) made.classList.add("selected");
      line.insertCell().append(made);
    });
    if (data.mixes.length) {
      const last = line.insertCell();
      last.className = "mix";
      last.append(mix(data.mixes[at], row, data.selected, choose));
    }
  });
  table.addEventListener("keydown", (event) => walk(event, table));
  frame.replaceChildren(table);
  frame.scrollLeft = left;
  if (focused) frame.querySelector(`[data-cell="${CSS.escape(focused)}"]`)?.focus();
}
