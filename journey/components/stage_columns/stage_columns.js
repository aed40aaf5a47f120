// Stages as columns. Touchpoints move by drag or by arrow keys; stages move by their heads. Names are text, never markup.
function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function card(data, index, columns, words, send) {
  const made = element("li", "card" + (data.hidden ? " hidden" : ""));
  made.draggable = true;
  made.tabIndex = 0;
  made.title = data.name;
  made.append(element("span", "name", data.name));
  for (const mark of data.marks) {
    const sign = element("span", "mark", mark);
    sign.title = words[mark];
    made.append(sign);
  }
  made.append(element("span", "events", data.events));
  made.addEventListener("dragstart", (event) => {
    event.stopPropagation();
    event.dataTransfer.setData("text/touchpoint", String(data.id));
    event.dataTransfer.effectAllowed = "move";
  });
  made.addEventListener("keydown", (event) => {
    const to = index + { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (columns[to] === undefined) return;
    event.preventDefault();
    send({ touchpoint: data.id, stage: columns[to].stage });
  });
  return made;
}

function column(data, index, columns, words, send) {
  const made = element("section", "column");
  made.setAttribute("aria-label", data.title);
  const head = element("h4", data.stage === null ? "none" : "", data.title);
  if (data.stage !== null) {
    head.draggable = true;
    head.title = words.move;
    head.addEventListener("dragstart", (event) => event.dataTransfer.setData("text/stage", data.stage));
  }
  const list = element("ul", "");
  list.append(...data.cards.map((one) => card(one, index, columns, words, send)));
  if (!data.cards.length) list.append(element("li", "empty", words.empty));
  made.append(head);
  if (data.side) made.append(element("div", "side", words.side));
  made.append(list);
  made.addEventListener("dragover", (event) => {
    event.preventDefault();
    made.classList.add("over");
  });
  made.addEventListener("dragleave", () => made.classList.remove("over"));
  made.addEventListener("drop", (event) => {
    event.preventDefault();
    made.classList.remove("over");
    const touchpoint = event.dataTransfer.getData("text/touchpoint");
    const stage = event.dataTransfer.getData("text/stage");
    if (touchpoint) send({ touchpoint: Number(touchpoint), stage: data.stage });
    else if (stage && stage !== data.stage) send({ touchpoint: null, stage, before: data.stage });
  });
  return made;
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  let board = parentElement.querySelector(".board");
  if (!board) {
    board = element("div", "board");
    parentElement.append(board);
  }
  board.setAttribute("aria-label", data.words.help);
  const send = (move) => setTriggerValue("moved", move);
  board.replaceChildren(...data.columns.map((one, i) => column(one, i, data.columns, data.words, send)));
}
