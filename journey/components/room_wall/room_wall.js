// The wall in the page. It is drawn anew only where something changed, so that nothing jumps and a card that is chosen
// stays chosen; words are text, never markup.

const walls = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  let wall = walls.get(parentElement);
  if (!wall) {
    wall = new Wall(parentElement);
    walls.set(parentElement, wall);
  }
  const turn = wall.update(data, setTriggerValue);
  return () => {
    if (turn !== wall.turn) return;
    wall.root.remove();
    walls.delete(parentElement);
  };
}

class Wall {
  constructor(parent) {
    this.turn = 0;
    this.cards = new Map();
    this.root = element("section", "wall", "", parent);
    const head = element("header", "", "", this.root);
    this.qr = element("div", "qr", "", head);
    const told = element("div", "told", "", head);
    this.title = element("p", "title", "", told);
    this.question = element("h2", "", "", told);
    const facts = element("p", "facts", "", told);
    [this.state, this.people, this.said] = ["state", "people", "said"].map((name) => element("span", name, "", facts));
    this.full = element("button", "full", "", head);
    this.full.type = "button";
    this.full.addEventListener("click", () => {
      if (document.fullscreenElement) document.exitFullscreen();
      else this.root.requestFullscreen?.();
    });
    this.hint = element("p", "hint", "", this.root);
    this.hint.setAttribute("role", "status");
    this.hint.hidden = true;
    this.place = element("div", "place", "", this.root);
    this.root.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.merging !== null) {
        event.preventDefault();
        this.choose(this.merging, null);
      }
    });
    this.chosen = this.merging = null;
  }

  update({ wall, themes }, send) {
    this.turn += 1;
    this.send = send;
    const mode = isDark(getComputedStyle(this.root).getPropertyValue("--st-background-color").trim()) ? "dark" : "light";
    for (const [name, colour] of Object.entries(themes[mode])) this.root.style.setProperty(`--${name}`, colour);
    const seen = JSON.stringify(wall);
    if (seen !== this.seen) {
      this.seen = seen;
      this.data = wall;
      this.draw();
    }
    return this.turn;
  }

  act(action, card, into = null) {
    this.chosen = this.merging = null;
    this.send("acted", { action, card, into });
    this.draw();
  }

  choose(card, merging) {
    this.chosen = card;
    this.merging = merging;
    this.draw();
    this.cards.get(card)?.focus();
  }

  draw() {
    const { data } = this;
    const { words } = data;
    this.root.setAttribute("aria-label", words.wall);
    this.root.dataset.kind = data.kind;
    for (const [name, text] of [["title", data.title], ["question", data.over ? words.over : data.question], ["people", data.people], ["said", data.said], ["full", words.full]]) {
      if (this[name].textContent !== text) this[name].textContent = text;
    }
    this.state.hidden = data.kind === "welcome" || data.over;
    this.state.textContent = data.open ? words.open : words.closed;
    this.state.classList.toggle("open", data.open);
    this.drawJoin();
    this.hint.hidden = this.merging === null;
    this.hint.textContent = words.choose;
    const place = element("div", "place");
    if (data.kind === "welcome") this.drawNames(place);
    else if (data.kind === "emotion") drawFeelings(place, data);
    else if (data.kind === "value_effort") drawMatrix(place, data);
    else if (data.kind === "guess") drawGuesses(place, data);
    else if (data.columns) this.drawCards(place);
    const focused = this.root.getRootNode().activeElement?.dataset?.card;
    const old = this.place.querySelector(".columns");
    const left = old?.scrollLeft ?? 0;
    this.place.replaceWith(place);
    this.place = place;
    const now = place.querySelector(".columns");
    if (now) now.scrollLeft = left;
    if (focused) place.querySelector(`[data-card="${CSS.escape(focused)}"]`)?.focus();
  }

  drawJoin() {
    const { data } = this;
    if (this.link === data.link && this.welcome === (data.kind === "welcome")) return;
    this.link = data.link;
    this.welcome = data.kind === "welcome";
    this.qr.replaceChildren();
    const code = drawing("svg", { viewBox: `0 0 ${data.qr.size} ${data.qr.size}`, role: "img", "aria-label": data.link, "shape-rendering": "crispEdges" }, this.qr);
    drawing("path", { d: data.qr.path }, code);
    const told = element("div", "address", "", this.qr);
    element("span", "", data.words.scan, told);
    element("b", "", data.link.replace(/^https?:\/\//, ""), told);
  }

  drawNames(place) {
    const { names, words } = this.data;
    const list = element("ul", "names", "", place);
    for (const name of names) element("li", "", name, list);
    if (!names.length) element("p", "empty", words.nobody, place);
  }

  drawCards(place) {
    const { columns, ranked, hidden, words, kind, open } = this.data;
    this.cards.clear();
    if (kind === "dots" && !open) {
      element("h3", "", words.ranking, place);
      const list = element("ol", "ranked", "", place);
      const most = Math.max(1, ...ranked.map((card) => card.dots));
      for (const card of ranked) {
        const row = element("li", card.kind, "", list);
        const told = element("div", "told", "", row);
        element("b", "", card.text, told);
        element("small", "", `${card.stage} · ${card.people}`, told);
        const bar = element("div", "bar", "", row);
        element("i", "", "", bar).style.width = `${(100 * card.dots) / most}%`;
        element("b", "number", String(card.dots), row);
      }
      if (!ranked.length) element("p", "empty", words.nodots, place);
    }
    const area = element("div", "columns", "", place);
    area.style.setProperty("--columns", columns.length);
    for (const { stage, cards } of columns) {
      const column = element("section", "column", "", area);
      element("h3", "", stage, column);
      for (const card of cards) this.drawCard(column, card, kind === "dots");
      if (!cards.length) element("p", "empty", words.empty, column);
    }
    if (!hidden.length) return;
    const fold = element("details", "", "", place);
    fold.open = this.unfolded;
    fold.addEventListener("toggle", () => { this.unfolded = fold.open; });
    element("summary", "", words.hidden.replace("{n}", hidden.length), fold);
    for (const card of hidden) {
      const row = element("p", "", card.text, fold);
      this.button(row, words.show, () => this.act("show", card.id));
    }
  }

  drawCard(column, card, dots) {
    const { words } = this.data;
    const made = element("article", `card ${card.kind}${this.chosen === card.id ? " chosen" : ""}`, "", column);
    this.cards.set(card.id, made);
    made.tabIndex = 0;
    made.dataset.card = card.id;
    made.draggable = true;
    made.setAttribute("aria-label", `${words[card.kind]}: ${card.text}`);
    element("p", "", card.text, made);
    for (const part of card.parts) {
      const row = element("p", "part", `+ ${part.text}`, made);
      if (this.chosen === card.id) this.button(row, words.apart, () => this.act("apart", part.id));
    }
    if (card.dots) {
      const row = element("div", "dots", "", made);
      for (let n = 0; n < Math.min(card.dots, 24); n += 1) element("i", "", "", row);
      element("b", "", String(card.dots), row);
    } else if (dots) element("div", "dots none", "", made);
    const press = () => {
      if (this.merging !== null && this.merging !== card.id) this.act("merge", this.merging, card.id);
      else this.choose(this.chosen === card.id ? null : card.id, null);
    };
    made.addEventListener("click", press);
    made.addEventListener("keydown", (event) => {
      if (event.target !== made || (event.key !== "Enter" && event.key !== " ")) return;
      event.preventDefault();
      press();
    });
    made.addEventListener("dragstart", (event) => event.dataTransfer.setData("text/card", String(card.id)));
    made.addEventListener("dragover", (event) => { if (event.dataTransfer.types.includes("text/card")) event.preventDefault(); });
    made.addEventListener("drop", (event) => {
      const moved = Number(event.dataTransfer.getData("text/card"));
      if (!moved || moved === card.id) return;
      event.preventDefault();
      this.act("merge", moved, card.id);
    });
    if (this.chosen !== card.id || this.merging !== null) return;
    const bar = element("div", "acts", "", made);
    this.button(bar, words.hide, () => this.act("hide", card.id));
    this.button(bar, words.merge, () => this.choose(card.id, card.id));
  }

  button(parent, text, act) {
    const made = element("button", "", text, parent);
    made.type = "button";
    made.addEventListener("click", (event) => {
      event.stopPropagation();
      act();
    });
  }
}
