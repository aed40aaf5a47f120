// The board in the page: notes are written, dragged and deleted here, and Python is told.
// What was not answered yet is told again: no words are lost to a rerun that came in between. Whoever goes on to another
// page waits until the words are kept: a telling runs the page it is told on, so it must not come later than the other
// page is asked for, and one that comes with it is lost with the page that was left.

const AGAIN_MS = 1500;
const PATIENCE_MS = 15000;
const boards = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  let board = boards.get(parentElement);
  if (!board) {
    board = new Board(parentElement, data);
    boards.set(parentElement, board);
  }
  const turn = board.update(data, setTriggerValue);
  return () => {
    if (turn !== board.turn) return;
    clearTimeout(board.again);
    removeEventListener("beforeunload", board.leaving);
    removeEventListener("click", board.followed, true);
    clearTimeout(board.patience);
    board.root.remove();
    boards.delete(parentElement);
  };
}

class Board {
  constructor(parent, { spec }) {
    this.turn = 0;
    this.count = 0;
    this.client = Array.from(crypto.getRandomValues(new Uint32Array(2)), (part) => part.toString(36)).join("");
    this.pending = [];
    this.onwards = null;
    this.gone = false;
    this.leaving = (event) => {
      if (this.writing || this.pending.length) event.preventDefault();
    };
    addEventListener("beforeunload", this.leaving);
    this.followed = (event) => {
      const link = event.composedPath().find((node) => node.matches?.("a[href]:not([target=_blank])"));
      const beside = event.ctrlKey || event.metaKey || event.shiftKey;
      if (!link || beside || this.gone || !this.pending.length) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      this.onwards = link;
      clearTimeout(this.patience);
      this.patience = setTimeout(() => this.goOn(), PATIENCE_MS);
    };
    // Before anything of the page hears of it.
    addEventListener("click", this.followed, true);
    this.root = element("div", "journey", "", parent);
    const full = element("button", "full", "", this.root);
    full.type = "button";
    full.append(icon("full"));
    element("span", "", spec.words.full, full);
    full.addEventListener("click", () => {
      if (document.fullscreenElement) document.exitFullscreen();
      else this.root.requestFullscreen?.();
    });
    this.notice = element("p", "notice", "", this.root);
    this.notice.setAttribute("role", "status");
    this.place = element("div", "place", "", this.root);
  }

  update(data, send) {
    this.turn += 1;
    this.send = send;
    this.data = data;
    const told = this.pending.length;
    this.pending = this.pending.filter(({ number }) => number > (data.done[this.client] ?? 0));
    this.notice.textContent = data.notice;
    const mode = isDark(getComputedStyle(this.root).getPropertyValue("--st-background-color").trim()) ? "dark" : "light";
    for (const [name, colour] of Object.entries(data.themes[mode])) this.root.style.setProperty(`--${name}`, colour);
    // Whoever writes is not disturbed: the news are drawn when the words are done. Nor are news drawn that do not know
    // yet what was done here: a note that is away would come back for a moment.
    // A chip is dragged across reruns: the same board is not drawn again under it.
    const text = data.spec.arranged ? JSON.stringify(data.spec) : "";
    const same = text && text === this.text && !told;
    this.text = text;
    if (!this.writing && !this.pending.length && !same) this.draw();
    this.resend();
    if (this.onwards && !this.pending.length) setTimeout(() => this.goOn());
    return this.turn;
  }

  goOn() {
    clearTimeout(this.patience);
    const link = this.onwards;
    this.onwards = null;
    // Words that were not kept in all that time are not told again from here.
    this.gone = this.pending.length > 0;
    link?.click();
  }

  draw() {
    const focused = this.root.getRootNode().activeElement?.dataset?.id;
    const old = this.place.firstChild;
    const [left, top] = old ? [old.scrollLeft, old.scrollTop] : [0, 0];
    const board = drawBoard(this.place, this.data.spec, this);
    board.scrollLeft = left;
    board.scrollTop = top;
    if (focused) board.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus();
  }

  tell(action) {
    // Whoever writes here is here, wherever a link was to lead.
    this.gone = false;
    this.count += 1;
    this.pending.push({ number: this.count, ...action });
    this.send("edited", { client: this.client, edits: this.pending });
    this.resend();
  }

  resend() {
    clearTimeout(this.again);
    this.root.classList.toggle("unsaved", this.pending.length > 0);
    if (!this.pending.length) return;
    this.again = setTimeout(() => this.tellAgain(), AGAIN_MS);
  }

  tellAgain() {
    if (!this.gone) this.send("edited", { client: this.client, edits: this.pending });
    this.resend();
  }

  // -- what a person can do

  opens(made, what, stage) {
    if (this.data.spec.arranged || this.data.spec.own) return;
    const { words } = this.data.spec;
    made.classList.add("opens");
    made.tabIndex = 0;
    made.title = words.opens;
    made.setAttribute("role", "button");
    made.setAttribute("aria-label", `${made.textContent}, ${stage.title}: ${words.opens}`);
    const open = (event) => {
      event.preventDefault();
      event.stopPropagation();
      // What opens is a part of the page, not of the board.
      if (document.fullscreenElement) document.exitFullscreen();
      this.tell({ action: "open", lane: what, stage: stage.name });
    };
    made.addEventListener("click", open);
    made.addEventListener("keydown", (event) => (event.key === "Enter" || event.key === " ") && open(event));
  }

  lane(head, row, lane) {
    head.draggable = true;
    head.title = this.data.spec.words.lane;
    head.addEventListener("dragstart", (event) => {
      event.dataTransfer.setData("text/lane", lane.key);
      event.dataTransfer.effectAllowed = "move";
    });
    row.addEventListener("dragover", (event) => {
      if (event.dataTransfer.types.includes("text/lane")) event.preventDefault();
    });
    row.addEventListener("drop", (event) => {
      const moved = event.dataTransfer.getData("text/lane");
      if (!moved) return;
      event.preventDefault();
      if (moved !== lane.key) this.tell({ action: "lane", lane: moved, before: lane.key });
    });
  }

  stage(head, stage) {
    const { words } = this.data.spec;
    head.tabIndex = 0;
    head.draggable = true;
    head.classList.add("own");
    head.title = words.rename;
    head.addEventListener("dragstart", (event) => {
      event.dataTransfer.setData("text/stage", stage.name);
      event.dataTransfer.effectAllowed = "move";
    });
    head.addEventListener("dragover", (event) => {
      if (event.dataTransfer.types.includes("text/stage")) event.preventDefault();
    });
    head.addEventListener("drop", (event) => {
      const moved = event.dataTransfer.getData("text/stage");
      if (!moved) return;
      event.preventDefault();
      if (moved !== stage.name) this.tell({ action: "stage-move", stage: moved, before: stage.name });
    });
    const open = () => this.name(head, stage.name, (text) => {
      if (text) this.tell({ action: "stage-name", stage: stage.name, text });
      else this.tell({ action: "stage-delete", stage: stage.name });
    });
    head.addEventListener("click", open);
    head.addEventListener("keydown", (event) => {
      const at = this.data.spec.stages.filter((one) => !one.gone).indexOf(stage);
      const before = { ArrowLeft: at - 1, ArrowRight: at + 2 }[event.key];
      if (event.target !== head) return;
      if (event.key === "Enter") open();
      else if (before >= 0) this.tell({ action: "stage-move", stage: stage.name, before: this.data.spec.stages[before]?.name ?? null });
      else return;
      event.preventDefault();
    });
  }

  newStage(corner) {
    const { words } = this.data.spec;
    const made = element("button", "full new-stage", "", corner);
    made.type = "button";
    made.append(icon("add"));
    element("span", "", words.stage, made);
    made.addEventListener("click", () => this.name(made, "", (text) => text && this.tell({ action: "stage-add", text })));
  }

  // A field for one line over a name. Leaving it or Enter saves, Escape does not.
  name(made, text, save) {
    if (this.writing) return;
    this.writing = made;
    const field = element("input", "naming", "", made);
    field.value = text;
    field.maxLength = 80;
    field.setAttribute("aria-label", this.data.spec.words.stage);
    const close = (keep) => {
      if (this.writing !== made) return;
      this.writing = null;
      const words = field.value.trim();
      field.remove();
      if (keep && words !== text) save(words);
      else this.draw();
    };
    field.addEventListener("blur", () => close(true));
    field.addEventListener("click", (event) => event.stopPropagation());
    field.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") close(false);
      if (event.key === "Enter") close(true);
    });
    field.focus();
    field.select();
  }

  // -- touchpoints that are put into other stages, or before others

  chip(made, chip, stage) {
    const { stages, lanes, words } = this.data.spec;
    made.tabIndex = 0;
    made.draggable = true;
    made.dataset.id = chip.id;
    made.classList.add("movable");
    made.setAttribute("aria-label", `${chip.facts}. ${words.chip}`);
    made.addEventListener("dragstart", (event) => {
      event.stopPropagation();
      event.dataTransfer.setData("text/chip", String(chip.id));
      event.dataTransfer.effectAllowed = "move";
    });
    made.addEventListener("keydown", (event) => {
      const at = stages.indexOf(stage);
      const ids = lanes[0].cells[at].chips.map(({ id }) => id);
      const row = ids.indexOf(chip.id);
      const to = stages[at + ({ ArrowLeft: -1, ArrowRight: 1 }[event.key] ?? NaN)];
      if (to) this.put(chip.id, to, null);
      else if (event.key === "ArrowUp" && row > 0) this.put(chip.id, stage, ids[row - 1]);
      else if (event.key === "ArrowDown" && row < ids.length - 1) this.put(chip.id, stage, ids[row + 2] ?? null);
      else return;
      event.preventDefault();
    });
  }

  chipCell(cell, stage) {
    cell.addEventListener("dragover", (event) => {
      if (!event.dataTransfer.types.includes("text/chip")) return;
      event.preventDefault();
      cell.classList.add("over");
    });
    cell.addEventListener("dragleave", () => cell.classList.remove("over"));
    cell.addEventListener("drop", (event) => {
      cell.classList.remove("over");
      const moved = event.dataTransfer.getData("text/chip");
      if (!moved) return;
      event.preventDefault();
      const below = [...cell.querySelectorAll(".chip")].find((other) => {
        const { top, height } = other.getBoundingClientRect();
        return event.clientY < top + height / 2;
      });
      // Dropped where it stood.
      if (below?.dataset.id === moved || (below?.previousElementSibling?.dataset.id === moved)) return;
      this.put(Number(moved), stage, below ? Number(below.dataset.id) : null);
    });
  }

  put(id, stage, before) {
    this.root.querySelector(`.chip[data-id="${CSS.escape(id)}"]`)?.classList.add("saving");
    this.tell({ action: "chip", note: id, stage: stage.name, before });
  }

  note(made, note, lane, stage) {
    const { words, stages } = this.data.spec;
    made.tabIndex = 0;
    made.draggable = true;
    const remove = element("button", "delete", "", made);
    remove.type = "button";
    remove.setAttribute("aria-label", `${words.delete}: ${note.text}`);
    remove.append(icon("delete"));
    const away = () => {
      made.remove();
      this.tell({ action: "delete", note: note.id, version: note.version });
    };
    remove.addEventListener("click", (event) => {
      event.stopPropagation();
      away();
    });
    const open = () =>
      this.write(made, note.text, (text) => {
        made.classList.add("saving");
        made.querySelector("p").textContent = text;
        this.tell({ action: "edit", note: note.id, version: note.version, lane: lane.key, stage: stage.name, text });
      });
    made.addEventListener("click", open);
    made.addEventListener("keydown", (event) => {
      if (event.target !== made) return;
      const to = stages[stages.indexOf(stage) + ({ ArrowLeft: -1, ArrowRight: 1 }[event.key] ?? NaN)];
      if (to) this.move(note, lane.key, to.name, null);
      else if (event.key === "Enter") open();
      else if (event.key === "Delete") away();
      else return;
      event.preventDefault();
    });
    made.addEventListener("dragstart", (event) => {
      event.stopPropagation();
      this.dragged = { note, made };
      event.dataTransfer.setData("text/note", String(note.id));
      event.dataTransfer.effectAllowed = "move";
    });
    made.addEventListener("dragend", () => (this.dragged = null));
  }

  adding(add, cell, lane, stage) {
    add.addEventListener("click", () => {
      const made = element("article", `note ${lane.key}`);
      element("p", "", "", made);
      add.before(made);
      this.write(made, "", (text) => {
        made.classList.add("saving");
        made.querySelector("p").textContent = text;
        this.tell({ action: "add", lane: lane.key, stage: stage.name, text });
      });
    });
    cell.addEventListener("dragover", (event) => {
      if (!event.dataTransfer.types.includes("text/note")) return;
      event.preventDefault();
      cell.classList.add("over");
    });
    cell.addEventListener("dragleave", () => cell.classList.remove("over"));
    cell.addEventListener("drop", (event) => {
      cell.classList.remove("over");
      if (!this.dragged) return;
      event.preventDefault();
      const { note, made } = this.dragged;
      const below = [...cell.querySelectorAll(".note")].find((other) => {
        const { top, height } = other.getBoundingClientRect();
        return other !== made && event.clientY < top + height / 2;
      });
      made.classList.add("saving");
      cell.insertBefore(made, below ?? add);
      this.move(note, lane.key, stage.name, below ? Number(below.dataset.id) : null);
    });
  }

  move(note, lane, stage, before) {
    this.tell({ action: "move", note: note.id, version: note.version, lane, stage, before });
  }

  option(made, group, value, on, held, lane, stage) {
    made.addEventListener("click", () => {
      group.classList.add("saving");
      this.tell({ action: "choose", lane: lane.key, stage: stage.name, version: held?.version ?? 0, text: on ? null : value });
    });
  }

  // A field over the words of a note. Leaving it saves, Escape does not; `save` is called for new words only.
  write(made, text, save) {
    if (made.querySelector("textarea")) return;
    this.writing = made;
    made.classList.add("writing");
    made.draggable = false;
    const field = element("textarea", "", "", made);
    field.value = text;
    field.setAttribute("aria-label", this.data.spec.words.write);
    field.title = this.data.spec.words.write;
    const fit = () => {
      field.style.height = "auto";
      field.style.height = `${field.scrollHeight}px`;
    };
    field.addEventListener("input", fit);
    const close = (keep) => {
      if (this.writing !== made) return;
      this.writing = null;
      const words = field.value.trim();
      field.remove();
      made.classList.remove("writing");
      if (keep && words && words !== text) save(words);
      else this.draw();
    };
    field.addEventListener("blur", () => close(true));
    field.addEventListener("click", (event) => event.stopPropagation());
    field.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") close(false);
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) close(true);
    });
    field.focus();
    fit();
  }
}
