// The page of a phone in a workshop. What people write is text, never markup. What they do is shown at once, waits in
// a queue that outlives a reload, and is sent, one after the other, until the server says that it is kept.
"use strict";

const given = JSON.parse(document.getElementById("given").textContent);
const { words } = given;
const [header, main, footer] = ["header", "main", "footer"].map((name) => document.querySelector(name));
const here = location.pathname.replace(/\/+$/, "");
const store = `desire-path ${here}`;
const WAITS_MS = [500, 1000, 2000, 4000];

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
const random = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

function make(tag, { text, ...given } = {}, ...children) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  for (const [name, value] of Object.entries(given)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

// -- what is kept on the phone: what was not sent yet, and the card that is being written

const kept = (() => {
  try {
    return { queue: [], draft: "", ...JSON.parse(localStorage.getItem(store) ?? "{}") };
  } catch {
    return { queue: [], draft: "" };
  }
})();

function keep() {
  try {
    localStorage.setItem(store, JSON.stringify(kept));
  } catch {
    // Without storage, as in some private windows, the queue lives as long as the page.
  }
}

let view = null; // as the server told it last
let screen = null;
let wrong = "";
let offline = false;
let sending = false;

// -- the queue

const beat = (pulse) => Number(pulse.split("-")[1]);
const known = (pulse) => view && (view.pulse.split("-")[0] !== pulse.split("-")[0] || beat(view.pulse) >= beat(pulse));

function say(what, body, key = "") {
  // A newer word on the same thing takes the place of one that was not sent yet.
  const at = key ? kept.queue.findIndex((one, i) => one.key === key && !one.pulse && !(sending && i === waiting())) : -1;
  if (at >= 0) kept.queue.splice(at, 1);
  kept.queue.push({ what, body, key });
  wrong = "";
  keep();
  draw();
  send();
}

const waiting = () => kept.queue.findIndex((one) => !one.pulse);

async function post(what, body) {
  const answer = await fetch(`${here}/${what}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    credentials: "same-origin",
  });
  const told = await answer.json();
  return { status: answer.status, ...told };
}

async function send() {
  if (sending) return;
  sending = true;
  let tries = 0;
  for (let at = waiting(); at >= 0; at = waiting()) {
    const one = kept.queue[at];
    let told = null;
    try {
      told = await post(one.what, one.body);
    } catch {
      told = { status: 0 };
    }
    if (told.status === 200) one.pulse = told.pulse;
    else if (told.status === 401) break;
    else if (told.status === 0 || told.status === 429 || told.status >= 500) {
      offline = told.status !== 429;
      foot();
      await new Promise((done) => setTimeout(done, WAITS_MS[Math.min(tries, WAITS_MS.length - 1)]));
      tries += 1;
      continue;
    } else {
      kept.queue.splice(kept.queue.indexOf(one), 1);
      wrong = `${told.error} ${told.hint}`.trim();
      if (one.what === "card" && !kept.draft) kept.draft = one.body.text; // the words are not lost
      screen?.refused?.(one);
    }
    tries = 0;
    offline = false;
    keep();
    draw();
  }
  sending = false;
}

// -- listening

async function listen() {
  for (let tries = 0; ; ) {
    let told = null;
    try {
      const answer = await fetch(`${here}/live?seen=${encodeURIComponent(view?.pulse ?? "")}`, { credentials: "same-origin", cache: "no-store" });
      told = { status: answer.status, ...(await answer.json()) };
    } catch {
      told = { status: 0 };
    }
    if (told.status === 401) return enter();
    if (told.status === 404) return over();
    if (told.status !== 200) {
      offline = true;
      foot();
      await new Promise((done) => setTimeout(done, WAITS_MS[Math.min(tries, WAITS_MS.length - 1)]));
      tries += 1;
      continue;
    }
    tries = 0;
    offline = false;
    if (told.title !== undefined) {
      view = told;
      kept.queue = kept.queue.filter((one) => !one.pulse || !known(one.pulse));
      keep();
    }
    draw();
    if (waiting() >= 0) send();
    await new Promise((done) => setTimeout(done, 300));
  }
}

// -- what is shown: the server's word, with what is still on its way

function ownVotes() {
  const votes = { ...view.votes };
  for (const { what, body } of kept.queue) {
    if (what !== "vote" || body.round !== view.round?.id) continue;
    if (body.value === null) delete votes[body.target];
    else votes[body.target] = body.value;
  }
  return votes;
}

function foot() {
  footer.hidden = !view;
  const busy = waiting() >= 0;
  footer.className = wrong || offline ? "wrong" : "";
  setText(footer, wrong || (offline ? words.offline : busy ? words.saving : words.saved));
}

function draw() {
  if (!view) return;
  header.hidden = false;
  setText(header.children[0], view.title);
  setText(header.children[1], view.me);
  const { round } = view;
  const name = view.over ? "over" : !round ? "welcome" : !round.open ? "closed" : `${round.kind} ${round.id}`;
  if (screen?.name !== name) {
    // What came too late for a round is told until the next one begins.
    if (round?.open && !view.over) wrong = "";
    const drawing = view.over || !round || !round.open ? still(words[view.over ? "over" : round ? "closed" : "welcome"]) : KINDS[round.kind]?.(round);
    screen = { name, ...(drawing ?? still(words.welcome)) };
    main.replaceChildren(...screen.parts);
    scrollTo(0, 0);
  }
  screen.update?.(view);
  foot();
}

function still(text) {
  return { parts: [make("p", { class: "still", text })] };
}

function over() {
  view = view ? { ...view, over: true } : null;
  if (view) draw();
  else main.replaceChildren(make("p", { class: "still", text: words.over }));
}

// -- coming in

function enter() {
  view = null;
  header.hidden = footer.hidden = true;
  const secret = random();
  const name = make("input", { id: "nickname", name: "nickname", autocomplete: "nickname", maxlength: words.limits.name, required: "" });
  const told = make("p", { class: "wrong", role: "alert", hidden: "" });
  const button = make("button", { class: "send", text: words.join });
  async function go(event) {
    event.preventDefault();
    button.disabled = true;
    let answer;
    try {
      answer = await post("enter", { nickname: name.value, secret });
    } catch {
      answer = { status: 0, error: words.offline, hint: "" };
    }
    button.disabled = false;
    if (answer.status === 200) return listen();
    told.hidden = false;
    told.textContent = `${answer.error} ${answer.hint}`.trim();
  }
  main.replaceChildren(make("h2", { text: given.title ?? "" }), make("form", { submit: go },
    make("label", {}, make("span", { text: words.nickname }), name), told, button, make("p", { class: "calm", text: words.anonymous })));
  screen = null;
  name.focus();
}

// -- the kinds of rounds

function face(feeling) {
  const NS = "http://www.w3.org/2000/svg";
  const made = document.createElementNS(NS, "svg");
  made.setAttribute("viewBox", "0 0 24 24");
  made.setAttribute("class", Math.abs(feeling) > 1 ? "face strong" : "face");
  made.setAttribute("aria-hidden", "true");
  made.style.setProperty("--feeling", `var(--feeling-${feeling + 2})`);
  const circle = document.createElementNS(NS, "circle");
  for (const [key, value] of Object.entries({ cx: 12, cy: 12, r: 10 })) circle.setAttribute(key, value);
  const path = document.createElementNS(NS, "path");
  path.setAttribute("d", `M8.5 9v1M15.5 9v1M7.5 ${15.5 - feeling * 0.8}Q12 ${15.5 + feeling * 2} 16.5 ${15.5 - feeling * 0.8}`);
  made.append(circle, path);
  return made;
}

function writing(round) {
  let kind = "pain";
  const stage = make("select", { change: () => screen.update(view) }, ...round.stages.map((name) => make("option", { value: name, text: name })));
  const text = make("textarea", { maxlength: words.limits.card, rows: 3, input: () => { kept.draft = text.value; keep(); } });
  text.value = kept.draft;
  const question = make("span");
  const kinds = ["pain", "idea"].map((one) => make("button", { type: "button", class: one, text: words[one], click: () => { kind = one; turn(); } }));
  function turn() {
    kinds.forEach((button, at) => button.setAttribute("aria-pressed", String(["pain", "idea"][at] === kind)));
    question.textContent = kind === "pain" ? words.hurts : words.better;
  }
  turn();
  function go(event) {
    event.preventDefault();
    const written = text.value;
    text.value = kept.draft = "";
    say("card", { kind, stage: stage.value, text: written, client: random() });
  }
  const head = make("h3");
  const list = make("div", { class: "list" });
  list.style.display = "contents";
  return {
    parts: [
      make("form", { submit: go }, make("label", {}, make("span", { text: words.stage }), stage),
        make("div", { class: "choice", role: "group", "aria-label": words.kind }, ...kinds),
        make("label", {}, question, text), make("button", { class: "send", text: words.send })),
      head, list,
    ],
    refused() { text.value = kept.draft; },
    update({ cards }) {
      setText(head, fill(words.cards, { stage: stage.value }));
      const gone = new Set(kept.queue.filter(({ what }) => what === "back").map(({ body }) => body.card));
      const away = kept.queue.filter(({ what, body }) => what === "card" && body.stage === stage.value).map(({ body, pulse }) => ({ ...body, away: !pulse }));
      const there = cards.filter((card) => card.stage === stage.value && !gone.has(card.id));
      const made = [...away.reverse(), ...there.reverse()].map((card) => {
        const drawn = make("article", { class: `card ${card.kind}${card.away ? " away" : ""}` }, make("p", { text: card.text }));
        if (card.mine && card.open) drawn.append(make("button", { type: "button", text: words.back, click: () => say("back", { card: card.id }) }));
        else if (card.mine) drawn.append(make("small", { text: words.yours }));
        return drawn;
      });
      list.replaceChildren(...(made.length ? made : [make("p", { class: "calm", text: words.noCards })]));
    },
  };
}

function dotting(round) {
  const purse = make("p", { class: "purse", role: "status" });
  const list = make("div");
  list.style.display = "contents";
  const rows = new Map();
  function put(card, by) {
    const own = ownVotes();
    const target = `card:${card}`;
    const spent = Object.values(own).reduce((sum, n) => sum + n, 0);
    const value = (own[target] ?? 0) + by;
    if (value < 0 || spent + by > round.dots) return;
    say("vote", { round: round.id, target, value }, `${round.id} ${target}`);
  }
  function row(card) {
    const number = make("b", { text: "0" });
    const less = make("button", { type: "button", text: "−", "aria-label": fill(words.less, { card: card.text }), click: () => put(card.id, -1) });
    const more = make("button", { type: "button", text: "+", "aria-label": fill(words.more, { card: card.text }), click: () => put(card.id, 1) });
    const made = make("article", { class: `card ${card.kind}` },
      make("p", {}, make("span", { text: card.text }), make("small", { text: card.stage })), make("div", { class: "dots" }, less, number, more));
    return { made, number, less, more };
  }
  return {
    parts: [make("h2", { text: words.dots }), purse, list],
    update({ cards }) {
      const own = ownVotes();
      const spent = Object.values(own).reduce((sum, n) => sum + n, 0);
      setText(purse, fill(words.left, { n: round.dots - spent, all: round.dots }));
      const shown = new Set(cards.map((card) => card.id));
      // Dots on a card that the host took away can be taken back from there.
      const lost = Object.keys(own).filter((target) => own[target] && !shown.has(Number(target.slice(5))));
      const all = [...cards, ...lost.map((target) => ({ id: Number(target.slice(5)), text: words.hiddenCard, stage: "", kind: "pain", gone: true }))];
      const order = new Map(all.map((card) => [card.stage, 0]));
      const sorted = [...order.keys()].flatMap((stage) => all.filter((card) => card.stage === stage));
      for (const card of sorted) {
        const key = `${card.id} ${card.gone ? "gone" : card.text}`;
        if (!rows.has(key)) rows.set(key, row(card));
        const { number, less, more } = rows.get(key);
        const n = own[`card:${card.id}`] ?? 0;
        setText(number, String(n));
        less.disabled = !n;
        more.disabled = card.gone || spent >= round.dots;
      }
      const wanted = sorted.map((card) => rows.get(`${card.id} ${card.gone ? "gone" : card.text}`).made);
      if (!wanted.length) wanted.push(make("p", { class: "calm", text: words.nothing }));
      if (wanted.some((one, at) => list.children[at] !== one) || list.children.length !== wanted.length) list.replaceChildren(...wanted);
    },
  };
}

// A row of five buttons for one target; pressed again, the vote is taken back.
function scale(round, target, values, label, look) {
  const buttons = values.map((value, at) => {
    const made = make("button", { type: "button", "aria-label": `${label}: ${look.names?.[at] ?? value}`, click: () => {
      const now = ownVotes()[target];
      say("vote", { round: round.id, target, value: now === value ? null : value }, `${round.id} ${target}`);
    } });
    made.append(look.draw(value));
    return made;
  });
  const said = make("span", { class: "said" });
  const made = make("div", { class: `scale ${look.class}`, role: "group", "aria-label": label }, ...buttons);
  return {
    parts: look.names ? [made, said] : [made],
    update(own) {
      const now = own[target];
      values.forEach((value, at) => buttons[at].setAttribute("aria-pressed", String(now === value)));
      setText(said, look.names?.[values.indexOf(now)] ?? "");
    },
  };
}

function feeling(round) {
  const look = { class: "faces", names: words.feelings, draw: face };
  const asks = round.stages.map((stage) => ({ stage, ...scale(round, `stage:${stage}`, [-2, -1, 0, 1, 2], stage, look) }));
  return {
    parts: [make("h2", { text: words.emotion }), ...asks.map((ask) => make("section", { class: "ask" }, make("strong", { text: ask.stage }), ...ask.parts))],
    update() {
      const own = ownVotes();
      for (const ask of asks) ask.update(own);
    },
  };
}

function judging(round) {
  const look = { class: "", draw: (value) => document.createTextNode(String(value)) };
  const scales = [];
  const sections = round.items.map((item) => {
    const parts = ["value", "effort"].flatMap((aspect) => {
      const one = scale(round, `${aspect}:${item.key}`, [1, 2, 3, 4, 5], `${words[aspect]}, ${item.title}`, look);
      scales.push(one);
      const ends = make("div", { class: "ends" }, make("span", { text: words.low }), make("b", { text: words[aspect] }), make("span", { text: words.high }));
      return [ends, ...one.parts];
    });
    return make("section", { class: "ask" }, make("strong", { text: item.title }), ...parts);
  });
  return {
    parts: [make("h2", { text: words.judge }), ...sections],
    update() {
      const own = ownVotes();
      for (const one of scales) one.update(own);
    },
  };
}

function guessing(round) {
  const look = { class: "", names: words.sure, draw: (value) => document.createTextNode(["− −", "−", "?", "+", "+ +"][value]) };
  const asks = round.claims.map((claim) => ({ ...claim, ...scale(round, `claim:${claim.key}`, [0, 1, 2, 3, 4], claim.title, look), told: make("p", { class: "verdict", hidden: "" }) }));
  return {
    parts: [make("h2", { text: words.guess }), ...asks.map((ask) => make("section", { class: "ask" }, make("strong", { text: ask.title }), ...ask.parts, ask.told))],
    update({ round: now }) {
      const own = ownVotes();
      for (const ask of asks) {
        ask.update(own);
        const verdict = now?.claims?.find(({ key }) => key === ask.key)?.verdict;
        ask.told.hidden = !verdict;
        setText(ask.told, verdict ? words.verdicts[verdict] : "");
      }
    },
  };
}

const KINDS = { cards: writing, dots: dotting, emotion: feeling, value_effort: judging, guess: guessing };

if (given.refused) main.replaceChildren(make("p", { class: "still", text: given.refused }));
else listen();
