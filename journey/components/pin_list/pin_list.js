// A list that is put in order: by drag, by Alt and arrows, by its buttons. Names are text, never markup.
function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function button(sign, title, act) {
  const made = element("button", "step", sign);
  made.type = "button";
  made.title = title;
  made.setAttribute("aria-label", title);
  made.tabIndex = -1;
  made.addEventListener("click", (event) => {
    event.stopPropagation();
    act();
  });
  return made;
}

function row(data, at, rows, chosen, words, send) {
  const made = element("li", data.id === chosen ? "pin chosen" : "pin");
  made.draggable = true;
  made.tabIndex = data.id === chosen || (chosen === null && at === 0) ? 0 : -1;
  made.dataset.id = data.id;
  made.setAttribute("aria-current", data.id === chosen);
  made.append(element("span", "number", String(at + 1)));
  const words_ = element("div", "words");
  words_.append(element("b", "", data.title));
  if (data.sentence) words_.append(element("span", "sentence", data.sentence));
  const facts = element("span", "facts");
  facts.append(element("span", "page", data.page), element("span", data.frozen ? "state frozen" : "state", data.state));
  words_.append(facts);
  made.append(words_);
  const move = (to) => {
    if (to < 0 || to >= rows.length) return;
    const rest = rows.filter((one) => one.id !== data.id);
    send("moved", { id: data.id, before: rest[to]?.id ?? null });
  };
  const steps = element("span", "steps");
  steps.append(button("▲", words.up, () => move(at - 1)), button("▼", words.down, () => move(at + 1)));
  made.append(steps);
  made.addEventListener("click", () => send("chosen", data.id));
  made.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (event.key === "Enter" || event.key === " ") send("chosen", data.id);
    else if (step && event.altKey) move(at + step);
    else if (step) made.parentElement.children[at + step]?.focus();
    else return;
    event.preventDefault();
  });
  made.addEventListener("dragstart", (event) => {
    event.dataTransfer.setData("text/pin", String(data.id));
    event.dataTransfer.effectAllowed = "move";
    made.classList.add("dragged");
  });
  made.addEventListener("dragend", () => made.classList.remove("dragged"));
  const after = (event) => {
    const { top, height } = made.getBoundingClientRect();
    return event.clientY > top + height / 2;
  };
  made.addEventListener("dragover", (event) => {
    event.preventDefault();
    made.classList.toggle("below", after(event));
    made.classList.toggle("above", !after(event));
  });
  made.addEventListener("dragleave", () => made.classList.remove("above", "below"));
  made.addEventListener("drop", (event) => {
    event.preventDefault();
    made.classList.remove("above", "below");
    const id = Number(event.dataTransfer.getData("text/pin"));
    if (!rows.some((one) => one.id === id) || id === data.id) return;
    const rest = rows.filter((one) => one.id !== id);
    const place = rest.findIndex((one) => one.id === data.id) + (after(event) ? 1 : 0);
    send("moved", { id, before: rest[place]?.id ?? null });
  });
  return made;
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  let list = parentElement.querySelector("ol");
  if (!list) {
    list = element("ol", "pins");
    parentElement.append(list);
  }
  const focused = list.getRootNode().activeElement?.dataset?.id;
  list.setAttribute("aria-label", `${data.words.label}. ${data.words.help}`);
  list.title = data.words.help;
  list.replaceChildren(...data.rows.map((one, at) => row(one, at, data.rows, data.chosen, data.words, setTriggerValue)));
  if (focused) list.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus();
}
