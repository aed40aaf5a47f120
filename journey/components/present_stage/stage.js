// The stage: one slide fills the window, keys and swipes walk, notes and a timer are a key away.

const SWIPE_PX = 60;
const FADE_MS = 220;

class Stage {
  constructor(parent, data) {
    this.data = data;
    this.turn = 0;
    this.pictures = {};
    this.root = make("div", data.preview ? "present preview" : "present", null, parent);
    if (!data.preview) this.root.tabIndex = -1;
    this.root.setAttribute("role", "application");
    this.head = make("header", "", null, this.root);
    this.title = make("h1", "", null, this.head);
    this.sentence = make("p", "sentence", null, this.head);
    this.answer = make("p", "answer", null, this.head);
    this.main = make("main", "", null, this.root);
    this.notes = make("aside", "notes", null, this.root);
    this.notes.hidden = true;
    this.foot = make("footer", "", null, this.root);
    this.source = make("span", "source", null, this.foot);
    this.number = make("span", "number", null, this.foot);
    this.bar = make("div", "bar", null, this.root);
    this.clock = make("div", "clock", null, this.root);
    this.clock.hidden = true;
    this.help = make("div", "help", null, this.root);
    this.black = make("div", "black", null, this.root);
    this.black.hidden = true;
    this.live = make("div", "heard", null, this.root);
    this.live.setAttribute("aria-live", "polite");
    this.listen();
    this.fillHelp();
  }

  update(data, send) {
    this.turn += 1;
    this.send = send;
    const first = this.at === undefined;
    // When a slide was drawn is no reason to draw it anew.
    const shown = ({ slides }) => JSON.stringify({ ...slides[this.at], foot: "" });
    const changed = first || data.slides.length !== this.data.slides.length || shown(data) !== shown(this.data);
    this.data = data;
    this.root.setAttribute("aria-label", data.name);
    if (first) {
      this.mode = data.mode ?? this.systemMode();
      this.paint();
      if (!data.preview) {
        this.root.focus();
        this.hint();
      }
    }
    if (changed) this.go(Math.min(first ? data.at : this.at, data.slides.length - 1), true);
    return this.turn;
  }

  remove() {
    this.resizing.disconnect();
    document.removeEventListener("keydown", this.onKey, true);
    clearInterval(this.ticking);
    clearInterval(this.telling);
    this.channel?.close();
    this.root.remove();
  }

  // -- look

  systemMode() {
    const probe = make("span", "", null, this.root);
    probe.style.color = getComputedStyle(this.root.parentElement ?? this.root.getRootNode().host).getPropertyValue("--st-background-color").trim() || "#fff";
    const [r, g, b] = getComputedStyle(probe).color.match(/[\d.]+/g).map(Number);
    probe.remove();
    return 0.2126 * r + 0.7152 * g + 0.0722 * b < 128 ? "dark" : "light";
  }

  paint() {
    const look = this.data.themes[this.mode];
    for (const [name, colour] of Object.entries(look)) this.root.style.setProperty(`--${name}`, colour);
    const named = { "background-color": "background", "text-color": "ink", "border-color": "border", "primary-color": "focus", "secondary-background-color": "surface" };
    for (const [theirs, ours] of Object.entries(named)) this.root.style.setProperty(`--st-${theirs}`, look[ours]);
    this.root.dataset.mode = this.mode;
  }

  // 24 px on 1080 lines; a phone is read at arm's length.
  get unit() {
    if (this.data.preview) return this.root.clientWidth / 80;
    const { innerWidth, innerHeight } = window;
    return Math.max(14, Math.min(innerHeight / 45, innerWidth / 100 + 8.4));
  }

  measure() {
    this.root.style.setProperty("--u", `${this.unit}px`);
    this.root.style.setProperty("--z", this.unit / LEAST_PX);
  }

  async plotly() {
    this.loading ??= new Promise((done, failed) => {
      if (window.Plotly) return done(window.Plotly);
      const script = make("script", "", null, document.head);
      script.src = new URL("plotly.js", document.baseURI);
      script.onload = () => done(window.Plotly);
      script.onerror = failed;
      return null;
    });
    return this.loading;
  }

  // -- slides

  get slide() {
    return this.data.slides[this.at];
  }

  go(at, instant = false) {
    const { slides } = this.data;
    if (at < 0 || at >= slides.length || (at === this.at && !instant)) return;
    this.at = at;
    this.measure();
    const { slide } = this;
    const { kind } = slide.picture;
    this.title.textContent = slide.title;
    this.sentence.textContent = slide.sentence;
    this.sentence.hidden = !slide.sentence;
    this.answer.textContent = slide.answer;
    this.source.textContent = slide.foot;
    this.number.textContent = `${at + 1} / ${slides.length}`;
    this.bar.style.setProperty("--done", `${(100 * (at + 1)) / slides.length}%`);
    this.notes.replaceChildren();
    make("b", "", this.data.words.notes, this.notes);
    for (const line of (slide.notes || this.data.words.none).split("\n")) make("p", "", line, this.notes);
    const same = this.kind === kind && kind === "map";
    this.kind = kind;
    for (const [name, picture] of Object.entries(this.pictures)) picture.host.classList.toggle("on", name === kind);
    const picture = (this.pictures[kind] ??= new PICTURES[kind](this, this.main));
    picture.host.classList.add("on");
    if (!same && !instant && !STILL.matches) {
      picture.host.animate([{ opacity: 0 }, { opacity: 1 }], { duration: FADE_MS, easing: "ease" });
    }
    this.draw();
    this.root.dataset.at = at + 1;
    this.root.dataset.kind = kind;
    this.live.textContent = [slide.title, slide.sentence, slide.answer].filter(Boolean).join(". ");
    this.tellOthers();
    this.remember();
    if (slides[at + 1]?.picture.kind === "figure") this.plotly();
  }

  get picture() {
    return this.pictures[this.kind];
  }

  // The address names the slide, so that a reload opens the same one.
  remember() {
    if (this.data.preview) return;
    const address = new URL(location.href);
    address.searchParams.set("at", this.at + 1);
    history.replaceState(history.state, "", address);
  }

  redraw() {
    if (this.at === undefined) return;
    this.measure();
    this.draw();
  }

  async draw() {
    const { picture } = this;
    await picture.show(this.slide);
    requestAnimationFrame(() => picture.edges());
  }

  // -- keys, clicks, swipes

  listen() {
    this.resizing = new ResizeObserver(() => {
      clearTimeout(this.settling);
      this.settling = setTimeout(() => this.redraw(), 80);
    });
    this.resizing.observe(this.main);
    if (this.data.preview) return;
    this.onKey = (event) => this.key(event);
    document.addEventListener("keydown", this.onKey, true);
    this.root.addEventListener("pointerdown", (event) => event.pointerType === "touch" && this.press(event), true);
    this.root.addEventListener("pointerup", (event) => this.pressed && this.swipe(event), true);
    this.channel = new BroadcastChannel(`desire-path-story-${this.data.channel}`);
    this.channel.onmessage = ({ data }) => {
      if (data?.at !== undefined && data.at !== this.at) {
        this.told = true;
        this.go(data.at);
        this.told = false;
      }
    };
  }

  tellOthers() {
    if (!this.told) this.channel?.postMessage({ at: this.at });
  }

  press(event) {
    this.pressed = { x: event.clientX, y: event.clientY, time: performance.now() };
  }

  swipe(event) {
    const { x, y, time } = this.pressed;
    this.pressed = null;
    const dx = event.clientX - x;
    const quick = performance.now() - time < 600;
    if (quick && Math.abs(dx) > SWIPE_PX && Math.abs(event.clientY - y) < 0.6 * Math.abs(dx)) this.go(this.at + (dx < 0 ? 1 : -1));
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || this.at === undefined) return;
    const act = this.acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    const digit = /^[1-9]$/.test(event.key);
    if (!act && !digit) return;
    event.preventDefault();
    event.stopPropagation();
    if (!this.black.hidden && event.key !== "Escape") {
      this.black.hidden = true;
      return;
    }
    if (digit) this.picture.focus(Number(event.key) - 1);
    else act(event);
  }

  get acts() {
    const last = this.data.slides.length - 1;
    const next = () => this.go(this.at + 1);
    const back = () => this.go(this.at - 1);
    return {
      ArrowRight: next, PageDown: next, " ": next, Enter: next,
      ArrowLeft: back, PageUp: back, Backspace: back,
      Home: () => this.go(0), End: () => this.go(last),
      ArrowDown: () => this.picture.walk(1), ArrowUp: () => this.picture.walk(-1),
      Escape: () => this.escape(),
      "0": () => this.picture.whole?.(),
      f: () => (document.fullscreenElement ? document.exitFullscreen() : this.root.requestFullscreen?.()),
      n: () => { this.notes.hidden = !this.notes.hidden; },
      t: (event) => this.time(event.shiftKey),
      s: () => this.speaker(),
      b: () => { this.black.hidden = false; },
      d: () => { this.mode = this.mode === "dark" ? "light" : "dark"; this.paint(); this.redraw(); },
      "?": () => this.help.classList.toggle("open"), h: () => this.help.classList.toggle("open"),
    };
  }

  escape() {
    if (!this.black.hidden) this.black.hidden = true;
    else if (this.help.classList.contains("open")) this.help.classList.remove("open");
    else if (!this.picture.clear()) this.leave();
  }

  leave() {
    if (document.fullscreenElement) document.exitFullscreen();
    this.send("left", Date.now());
  }

  // -- beside the slide

  time(anew) {
    if (anew || !this.begun) this.begun = Date.now();
    else if (!this.clock.hidden) {
      this.clock.hidden = true;
      return;
    }
    this.clock.hidden = false;
    clearInterval(this.ticking);
    const tick = () => {
      const seconds = Math.floor((Date.now() - this.begun) / 1000);
      this.clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    };
    tick();
    this.ticking = setInterval(tick, 500);
  }

  // The notes in a window of their own, on the laptop while the projector shows the slides; both walk together.
  speaker() {
    const view = window.open("", "desire-path-speaker", "width=760,height=620");
    if (!view) return;
    this.view = view;
    const { document: page } = view;
    page.title = this.data.words.speaker;
    page.body.replaceChildren();
    page.documentElement.style.cssText = `background:${this.data.themes[this.mode].background};color:${this.data.themes[this.mode].ink};font:20px/1.5 ${this.data.font}`;
    page.body.style.margin = "24px";
    view.onkeydown = (event) => this.key(event);
    const tell = () => {
      if (view.closed) return clearInterval(this.telling);
      const told = make("div");
      const top = make("p", "", `${this.at + 1} / ${this.data.slides.length}   ${this.clock.textContent}`, told);
      top.style.cssText = "margin:0;opacity:.7";
      make("h2", "", this.slide.title, told).style.margin = "8px 0";
      const words = make("div", "", this.slide.notes || this.data.words.none, told);
      words.style.cssText = "white-space:pre-wrap;font-size:26px";
      const next = this.data.slides[this.at + 1];
      make("p", "", next ? this.data.words.next.replace("{title}", next.title) : "", told).style.opacity = ".7";
      page.body.replaceChildren(told);
      return null;
    };
    clearInterval(this.telling);
    if (this.clock.hidden) this.time(false);
    tell();
    this.telling = setInterval(tell, 250);
  }

  fillHelp() {
    const list = make("dl", "", null, this.help);
    for (const [keys, words] of this.data.words.keys) {
      make("dt", "", keys, list);
      make("dd", "", words, list);
    }
  }

  hint() {
    const line = make("p", "hint", this.data.words.hint, this.root);
    setTimeout(() => line.remove(), 6000);
  }
}
