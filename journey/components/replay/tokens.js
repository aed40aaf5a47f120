// Where every token is at a moment. No drawing here: numbers in, numbers out.

const SAMPLES = 32; // points of a curve that are looked up, not computed
const GONE = 0.02; // the part of the whole time that a token takes to fall out, to arrive, or to come in

class Tokens {
  constructor({ tokens, boxes, first }, spec, pathOf) {
    this.count = tokens.length;
    this.first = first;
    this.boxes = boxes.map((id) => spec.boxes.find((box) => box.id === id));
    this.ends = Object.fromEntries(boxes.map((id, number) => [id, number]));
    this.from = new Int32Array(this.count + 1);
    tokens.forEach(({ box }, i) => (this.from[i + 1] = this.from[i] + box.length));
    this.box = Int16Array.from(tokens.flatMap(({ box }) => box));
    this.afterStart = Float64Array.from(tokens.flatMap(({ at }) => at));
    this.started = Float64Array.from(tokens, ({ start }) => start);
    this.fate = tokens.map(({ fate }) => fate);
    this.colour = Uint8Array.from(tokens, ({ colour }) => colour);
    this.aside = Float32Array.from({ length: 2 * this.count }, (_, i) => (((i * 2654435761) >>> 8) % 1000) / 1000 - 0.5);
    this.paths = new Map();
    for (const { id, source, target } of spec.curves) {
      const key = this.pair(this.ends[source], this.ends[target]);
      if (key !== null) this.paths.set(key, sampled(pathOf(id)));
    }
    this.cursor = new Int32Array(this.count);
    this.state = { x: 0, y: 0, alpha: 1, scale: 1 };
  }

  pair(a, b) {
    return a === undefined || b === undefined ? null : a * this.boxes.length + b;
  }

  // The clock decides when a token begins, and how long after that it comes to each box.
  wind(clock) {
    this.clock = clock;
    const { count, from } = this;
    this.begin = clock === "calendar" ? this.started : new Float64Array(count);
    this.at = this.afterStart;
    if (clock === "step") {
      this.at = new Float64Array(this.afterStart.length);
      for (let i = 0; i < count; i += 1) for (let c = from[i]; c < from[i + 1]; c += 1) this.at[c] = c - from[i];
    }
    let last = 0;
    for (let i = 0; i < count; i += 1) last = Math.max(last, this.begin[i] + this.at[from[i + 1] - 1]);
    this.gone = Math.max(last, 1e-6) * GONE;
    this.span = Math.max(last, 1e-6) + 2 * this.gone;
    this.now = -1;
  }

  // Call before `place`: cursors only ever run forward.
  turn(now) {
    if (now < this.now) for (let i = 0; i < this.count; i += 1) this.cursor[i] = 0;
    this.now = now;
  }

  // What becomes of token i now: "before", "under way" or its fate; `state` says where it is drawn, if at all.
  place(i) {
    const { state, box, at, from } = this;
    const local = this.now - this.begin[i];
    const start = from[i];
    const last = from[i + 1] - 1;
    state.alpha = 1;
    state.scale = 1;
    if (local < 0) {
      state.alpha = 0;
      if (local > -this.gone) this.along(this.ends.start, box[start], 1 + local / this.gone, i);
      return "before";
    }
    let c = start + this.cursor[i];
    while (c < last && at[c + 1] <= local) c += 1;
    this.cursor[i] = c - start;
    if (c < last) {
      this.along(box[c], box[c + 1], (local - at[c]) / (at[c + 1] - at[c]), i);
      return "under_way";
    }
    return this.after(i, box[last], local - at[last]);
  }

  after(i, here, late) {
    const { state } = this;
    const fate = this.fate[i];
    const gone = Math.min(1, late / this.gone);
    if (fate === "lost" || fate === "dropped") {
      this.stand(here, i);
      state.y += 260 * gone * gone;
      state.alpha = 1 - gone;
      state.scale = 1.25;
    } else if (fate === "open") {
      this.stand(here, i);
      state.alpha = 0.45;
    } else {
      this.along(here, this.ends[`end-${fate}`] ?? here, gone, i);
      state.alpha = gone < 1 ? 1 : 0;
    }
    return fate;
  }

  // Below the box, where it covers no word.
  stand(here, i) {
    const { x, y, width, height } = this.boxes[here];
    this.state.x = x + width / 2 + this.aside[2 * i] * width * 0.9;
    this.state.y = y + height + 16 + this.aside[2 * i + 1] * 20;
  }

  along(a, b, part, i) {
    const { state, aside } = this;
    const path = this.paths.get(this.pair(a, b));
    if (path) {
      const at = Math.min(SAMPLES, Math.max(0, part * SAMPLES));
      const left = Math.min(SAMPLES - 1, Math.floor(at));
      const rest = at - left;
      state.x = path[2 * left] + (path[2 * left + 2] - path[2 * left]) * rest + aside[2 * i] * 12;
      state.y = path[2 * left + 1] + (path[2 * left + 3] - path[2 * left + 1]) * rest + aside[2 * i + 1] * 12;
      return;
    }
    // No curve is drawn between the two: straight, and pale.
    const one = this.boxes[a] ?? this.boxes[b];
    const other = this.boxes[b];
    const x = one.x + one.width / 2;
    const y = one.y + one.height / 2;
    state.x = x + (other.x + other.width / 2 - x) * part + aside[2 * i] * 12;
    state.y = y + (other.y + other.height / 2 - y) * part + aside[2 * i + 1] * 12;
    state.alpha *= 0.35;
  }
}

function sampled(path) {
  const length = path.getTotalLength();
  const points = new Float32Array(2 * SAMPLES + 2);
  for (let n = 0; n <= SAMPLES; n += 1) {
    const { x, y } = path.getPointAtLength((length * n) / SAMPLES);
    points[2 * n] = x;
    points[2 * n + 1] = y;
  }
  return points;
}
