// The player: a canvas over the map, and the controls of time.

const WHOLE_S = 60; // the whole replay at normal speed
const SPEEDS = [0.25, 0.5, 1, 2, 4];
const SPRITE_PX = 18;
const NARROW_PX = 600;
const NAME_PX = 12.5;
const NAME_LETTERS = 22;
const FATES = ["completed", "lost", "dropped", "open", "undecided"];
const moments = new Map(); // by component key: the place in time outlives reruns and page changes

class Player {
  constructor(parent, data) {
    this.key = data.key;
    this.words = data.words;
    this.map = new FlowMap(parent, data);
    // Who watches a crowd move wants all of the way in sight; on a phone that is too small to tell anything.
    const { view } = this.map;
    const open = view.open.bind(view);
    view.open = () => (view.room[0] < NARROW_PX ? open() : view.fit(false));
    this.names = svg("g", { class: "names", "aria-hidden": "true" }, this.map.world);
    this.layer = html("canvas", "tokens");
    this.map.tip.before(this.layer);
    this.pen = this.layer.getContext("2d");
    this.controls();
    this.calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.playing = !this.calm;
    this.frame = (now) => this.tick(now);
    this.map.root.frames = 0; // drawn so far, for whoever measures how smoothly it runs
    this.request = requestAnimationFrame(this.frame);
    this.map.stage.addEventListener("keydown", (event) => this.type(event));
  }

  remove() {
    cancelAnimationFrame(this.request);
    this.map.remove();
  }

  controls() {
    const { words } = this;
    this.bar = html("div", "player");
    this.map.legend.before(this.bar);
    this.button = html("button", "turn", this.bar);
    this.button.type = "button";
    this.button.addEventListener("click", () => this.play(!this.playing));
    this.slider = html("input", "when", this.bar);
    set(this.slider, { type: "range", min: 0, max: 1000, step: 1, value: 0, "aria-label": words.time });
    this.slider.addEventListener("input", () => {
      this.now = (this.slider.value / 1000) * this.tokens.span;
    });
    this.told = html("output", "clock", this.bar);
    const speed = html("label", "speed", this.bar);
    html("span", "", speed, words.speed);
    this.speed = html("select", "", speed);
    for (const factor of SPEEDS) html("option", "", this.speed, `${factor} ×`).value = factor;
    this.speed.value = "1";
    this.counts = html("div", "counts", null);
    this.bar.after(this.counts);
    this.key_ = html("div", "colours", null);
    this.counts.after(this.key_);
  }

  play(playing) {
    this.playing = playing;
    if (playing && this.now >= this.tokens.span) this.now = 0;
    const word = this.words[playing ? "pause" : "play"];
    this.button.textContent = playing ? "❚❚" : "▶";
    set(this.button, { title: word, "aria-label": word, "aria-pressed": playing });
  }

  type(event) {
    if (event.key !== " " || event.target.closest?.(".box, .curve, button")) return;
    event.preventDefault();
    this.play(!this.playing);
  }

  update(data) {
    const turn = this.map.update(data, () => {});
    const stamp = JSON.stringify([data.replay.first, data.replay.sample, data.replay.tokens.length, data.clock, data.replay.boxes]);
    const pathOf = (id) => this.map.nodes.curves.get(id).children[1];
    this.tokens = new Tokens(data.replay, data.spec, pathOf);
    this.tokens.wind(data.clock);
    const kept = moments.get(this.key);
    this.now = kept && kept.stamp === stamp ? kept.now : 0;
    this.stamp = stamp;
    this.look(data);
    this.named = null;
    this.play(this.playing);
    return turn;
  }

  // -- colours

  look({ replay, themes, categories }) {
    const theme = themes[this.map.root.dataset.mode];
    this.ink = theme.ink;
    this.sprites = replay.colours.map(({ token }, number) =>
      sprite(typeof token === "number" ? categories[token] : theme[token], number, theme.background),
    );
    this.key_.replaceChildren();
    for (const [number, { name, count }] of replay.colours.entries()) {
      if (count === "0") continue;
      const entry = html("span", "", this.key_);
      const icon = html("canvas", "", entry);
      set(icon, { width: SPRITE_PX * 2, height: SPRITE_PX * 2, "aria-hidden": "true" });
      icon.getContext("2d").drawImage(this.sprites[number], 0, 0, SPRITE_PX * 2, SPRITE_PX * 2);
      html("span", "", entry, name);
      html("b", "", entry, count);
    }
    html("span", "sample", this.key_, replay.sample);
  }

  // -- time

  tick(now) {
    this.request = requestAnimationFrame(this.frame);
    const passed = Math.min(100, now - (this.before ?? now));
    this.before = now;
    if (!this.tokens) return;
    if (this.playing) {
      this.now += (passed / 1000) * (this.tokens.span / WHOLE_S) * Number(this.speed.value);
      if (this.now >= this.tokens.span) {
        this.now = this.tokens.span;
        this.play(false);
      }
    }
    const { x, y, k } = this.map.view.at;
    if (k !== this.named) this.name(k);
    const seen = [this.now, x, y, k, ...this.map.view.room, devicePixelRatio].join();
    if (seen === this.seen && !this.stale) return;
    this.seen = seen;
    this.stale = false;
    const told = this.draw(x, y, k);
    // Words change ten times a second: more cannot be read, and each costs a layout.
    if (now - (this.spoke ?? 0) > 100 || !this.playing) {
      this.spoke = now;
      this.tell(told);
    }
    moments.set(this.key, { now: this.now, stamp: this.stamp });
    this.map.root.frames += 1;
  }

  // Where the names in the boxes are too small to be read, they stand above them, aslant, always of one size.
  name(k) {
    this.named = k;
    const far = k * LABEL_PX < LEAST_PX - 1;
    this.map.root.classList.toggle("far", far);
    this.names.replaceChildren();
    if (!far) return;
    for (const { kind, name, x, y, width } of this.map.spec.boxes) {
      if (kind !== "touchpoint") continue;
      const at = `translate(${x + width / 2} ${y - 6 / k}) rotate(-28)`;
      const text = svg("text", { transform: at, "stroke-width": 4 / k }, this.names);
      text.style.fontSize = `${NAME_PX / k}px`;
      text.textContent = name.length > NAME_LETTERS ? `${name.slice(0, NAME_LETTERS - 1)}…` : name;
    }
  }

  draw(x, y, k) {
    const { layer, pen, tokens, sprites } = this;
    const [width, height] = this.map.view.room;
    const ratio = devicePixelRatio || 1;
    if (layer.width !== Math.round(width * ratio) || layer.height !== Math.round(height * ratio)) {
      layer.width = Math.round(width * ratio);
      layer.height = Math.round(height * ratio);
    }
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    tokens.turn(this.now);
    const told = { under_way: 0, completed: 0, lost: 0, dropped: 0, open: 0, undecided: 0 };
    const { state } = tokens;
    const size = SPRITE_PX * Math.max(0.55, Math.min(1.2, k));
    let alpha = 1;
    pen.globalAlpha = 1;
    for (let i = 0; i < tokens.count; i += 1) {
      const now = tokens.place(i);
      if (now !== "before") told[now] += 1;
      if (state.alpha <= 0.01) continue;
      const px = state.x * k + x;
      const py = state.y * k + y;
      if (px < -size || py < -size || px > width + size || py > height + size) continue;
      if (state.alpha !== alpha) pen.globalAlpha = alpha = state.alpha;
      const side = size * state.scale;
      pen.drawImage(sprites[tokens.colour[i]], px - side / 2, py - side / 2, side, side);
    }
    return told;
  }

  tell(told) {
    const { tokens } = this;
    this.slider.value = Math.round((this.now / tokens.span) * 1000);
    const clock = this.time();
    this.told.textContent = clock;
    this.slider.setAttribute("aria-valuetext", clock);
    const words = ["under_way", ...FATES].filter((name) => told[name] || name === "under_way");
    const line = words.map((name) => `${told[name].toLocaleString("en")} ${this.words[name]}`).join(" · ");
    if (this.counts.textContent !== line) this.counts.textContent = line;
  }

  time() {
    const { tokens } = this;
    const now = Math.min(this.now, tokens.span - 2 * tokens.gone);
    if (tokens.clock === "step") return this.words.step.replace("{n}", Math.floor(now) + 1);
    if (tokens.clock === "calendar") {
      const at = new Date((tokens.first + now) * 1000);
      const told = { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" };
      return new Intl.DateTimeFormat("en-GB", { ...told, timeZone: "UTC" }).format(at);
    }
    const hours = Math.floor((now % 86400) / 3600);
    const minutes = Math.floor((now % 3600) / 60);
    const time = `${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`;
    return this.words.day.replace("{n}", Math.floor(now / 86400) + 1).replace("{time}", time);
  }
}

// A token: a colour and a shape, so that neither stands alone; drawn once, copied thousands of times.
function sprite(colour, number, halo) {
  const node = document.createElement("canvas");
  const size = SPRITE_PX * 3;
  node.width = node.height = size;
  const pen = node.getContext("2d");
  const r = size * 0.27;
  pen.translate(size / 2, size / 2);
  pen.beginPath();
  const corners = [0, 4, 3, 4, 6, 3, 5][number % 7];
  if (!corners) pen.arc(0, 0, r, 0, 2 * Math.PI);
  else {
    const turned = [0, Math.PI / 4, -Math.PI / 2, 0, 0, Math.PI / 2, -Math.PI / 2][number % 7];
    for (let n = 0; n < corners; n += 1) {
      const angle = turned + (2 * Math.PI * n) / corners;
      pen.lineTo(r * 1.2 * Math.cos(angle), r * 1.2 * Math.sin(angle));
    }
    pen.closePath();
  }
  pen.lineWidth = size * 0.09;
  pen.strokeStyle = halo;
  pen.stroke();
  pen.fillStyle = colour;
  pen.fill();
  return node;
}
