// One journey from top to bottom. Every name, comment and value is text, never markup.
function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function row(data) {
  const made = element("li", "event" + (data.decides ? ` decides ${data.decides}` : ""));
  made.style.setProperty("--dot", data.colour);
  made.style.setProperty("--gap", `${data.gap}px`);
  made.append(element("time", "", data.time));
  const body = element("div", "body");
  const head = element("div", "head");
  head.append(element("b", "", data.touchpoint));
  if (data.channel) head.append(element("span", "channel", data.channel));
  if (data.stage) head.append(element("span", "stage", data.stage));
  if (data.by) head.append(element("span", "by", data.by));
  if (data.outcome) head.append(element("span", "outcome", data.outcome));
  body.append(head);
  for (const score of data.scores) body.append(element("span", "score", score));
  if (data.comment) body.append(element("blockquote", "", data.comment));
  if (data.details.length) body.append(element("div", "details", data.details.join("   ")));
  if (data.wait) body.append(element("div", "wait" + (data.long ? " long" : ""), data.wait));
  made.append(body);
  return made;
}

export default function (component) {
  const { data, parentElement } = component;
  let list = parentElement.querySelector("ol");
  if (!list) {
    list = element("ol", "timeline");
    parentElement.append(list);
  }
  list.setAttribute("aria-label", data.label);
  list.replaceChildren(...data.rows.map(row));
}
