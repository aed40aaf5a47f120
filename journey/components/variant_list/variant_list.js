// Rows of chevrons. Every name is text, never markup.
const NS = "http://www.w3.org/2000/svg";

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function chevron(step) {
  const made = element("li", "chevron");
  made.style.setProperty("--fill", step.colour);
  made.style.setProperty("--ink", step.ink);
  made.title = step.name + (step.times > 1 ? ` × ${step.times}` : "");
  made.append(element("span", "name", step.name));
  if (step.times > 1) made.append(element("span", "times", `×${step.times}`));
  return made;
}

function bar(share) {
  const svg = document.createElementNS(NS, "svg");
  svg.setAttribute("class", "bar");
  svg.setAttribute("viewBox", "0 0 100 4");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  const rect = document.createElementNS(NS, "rect");
  rect.setAttribute("width", String(Math.max(0.5, 100 * share)));
  rect.setAttribute("height", "4");
  svg.append(rect);
  return svg;
}

function row(data, labels, chosen, changed) {
  const made = element("div", "row");
  made.setAttribute("role", "row");
  const tick = element("input", "tick");
  tick.type = "checkbox";
  tick.disabled = !data.key;
  tick.checked = chosen.has(data.key);
  tick.setAttribute("aria-label", `${labels.choose} ${data.rank}`);
  tick.addEventListener("change", () => {
    if (tick.checked) chosen.add(data.key);
    else chosen.delete(data.key);
    changed();
  });
  const path = element("ol", "path");
  path.append(...data.steps.map(chevron));
  const volume = element("div", "figure");
  volume.append(element("b", "", data.journeys), element("small", "", data.share), bar(data.volume));
  const lasts = element("div", "figure");
  lasts.append(element("b", "", data.duration));
  const converts = element("div", "figure" + (data.thin ? " thin" : ""));
  converts.append(element("b", "", data.conversion), element("small", "", data.interval));
  made.append(tick, path, volume, lasts, converts);
  return made;
}

export default function (component) {
  const { data, parentElement, setStateValue } = component;
  let list = parentElement.querySelector(".variants");
  if (!list) {
    list = element("div", "variants");
    list.setAttribute("role", "table");
    parentElement.append(list);
    list.chosen = new Set();
  }
  const keys = new Set(data.rows.map((one) => one.key));
  for (const key of list.chosen) if (!keys.has(key)) list.chosen.delete(key);
  const head = element("div", "row head");
  for (const name of ["", data.labels.variant, data.labels.journeys, data.labels.duration, data.labels.conversion]) {
    head.append(element("div", "", name));
  }
  const changed = () => setStateValue("chosen", [...list.chosen]);
  list.replaceChildren(head, ...data.rows.map((one) => row(one, data.labels, list.chosen, changed)));
}
