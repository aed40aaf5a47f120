// Elements that the board and the wall of a workshop are made of. Words are text, never markup.

const SVG = "http://www.w3.org/2000/svg";

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

// A face from -2 to +2, in the colour of its feeling.
function face(feeling) {
  const made = drawing("svg", { viewBox: "0 0 24 24", class: "face", "aria-hidden": true });
  const step = Math.round((feeling + 2) * 2);
  made.style.setProperty("--feeling", `var(--emotion-${step})`);
  made.style.setProperty("--feeling-ink", `var(--emotion-${step}-ink)`);
  drawing("circle", { cx: 12, cy: 12, r: 10 }, made);
  drawing("path", { d: `M8.5 9v1M15.5 9v1M7.5 ${15.5 - feeling * 0.8}Q12 ${15.5 + feeling * 2} 16.5 ${15.5 - feeling * 0.8}` }, made);
  return made;
}

function isDark(colour) {
  const probe = document.createElement("canvas").getContext("2d");
  probe.fillStyle = colour;
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(probe.fillStyle.slice(at, at + 2), 16));
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
}
