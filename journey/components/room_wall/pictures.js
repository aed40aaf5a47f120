// The pictures of the wall: how a room feels, and what it thinks things are worth. Words are text, never markup.

// A column for each stage: how many chose each face as a bar, the mean as a face on the line between the stages.
function drawFeelings(place, { stages, words }) {
  const n = stages.length;
  const most = Math.max(1, ...stages.flatMap((stage) => stage.counts));
  const area = element("div", "feelings", "", place);
  area.style.setProperty("--columns", n);
  const plot = element("div", "plot", "", area);
  const lines = drawing("svg", { viewBox: `0 0 ${n * 100} 100`, preserveAspectRatio: "none", "aria-hidden": true }, plot);
  const y = (feeling) => 10 + (80 * (2 - feeling)) / 4;
  for (const feeling of [-2, -1, 0, 1, 2]) drawing("path", { d: `M0 ${y(feeling)}H${n * 100}`, class: feeling ? "edge" : "zero" }, lines);
  let path = "";
  stages.forEach((stage, at) => {
    stage.counts.forEach((count, i) => {
      if (!count) return;
      const bar = element("i", "votes", "", plot);
      Object.assign(bar.style, { left: `${(at / n) * 100 + 8 / n}%`, top: `${y(i - 2)}%`, width: `${(count / most) * (34 / n)}%` });
      bar.style.background = `var(--emotion-${i * 2})`;
      const number = element("span", "number", String(count), plot);
      Object.assign(number.style, { left: `${(at / n) * 100 + 6 / n}%`, top: `${y(i - 2)}%` });
    });
    if (stage.mean === null) return;
    path += `${path && stages[at - 1]?.mean !== null ? "L" : "M"}${(at + 0.6) * 100} ${y(stage.mean)}`;
    const dot = element("div", "mean", "", plot);
    dot.append(face(stage.mean));
    Object.assign(dot.style, { left: `${((at + 0.6) / n) * 100}%`, top: `${y(stage.mean)}%` });
  });
  drawing("path", { d: path || "M0 0", class: "line" }, lines);
  const keys = element("div", "keys", "", area);
  for (const stage of stages) {
    const key = element("div", "key", "", keys);
    element("b", "", stage.stage, key);
    element("span", "", stage.text || words.nothing, key);
  }
  for (const [feeling, word] of [[2, words.best], [-2, words.worst]]) element("span", feeling > 0 ? "pole top" : "pole", word, plot);
}

// Worth upward, effort to the right, 1 to 5 both; whiskers are the spread of the room.
function drawMatrix(place, { items, words }) {
  const area = element("div", "judged", "", place);
  const plot = element("div", "matrix", "", area);
  const at = (value) => 6 + (88 * (value - 1)) / 4;
  for (const [name, text] of [["up", `${words.value} →`], ["right", `${words.effort} →`], ["first", words.first]]) element("span", `axis ${name}`, text, plot);
  const placed = items.filter((item) => item.value !== null && item.effort !== null);
  for (const item of placed) {
    const [left, bottom] = [at(item.effort), at(item.value)];
    const [tall, wide] = item.spread.map((spread) => (88 * spread) / 4);
    Object.assign(element("i", "whisker", "", plot).style, { left: `${left}%`, bottom: `${Math.max(0, bottom - tall)}%`, height: `${Math.min(100, bottom + tall) - Math.max(0, bottom - tall)}%` });
    Object.assign(element("i", "whisker flat", "", plot).style, { bottom: `${bottom}%`, left: `${Math.max(0, left - wide)}%`, width: `${Math.min(100, left + wide) - Math.max(0, left - wide)}%` });
  }
  for (const item of placed) {
    const dot = element("b", "item", String(item.no), plot);
    Object.assign(dot.style, { left: `${at(item.effort)}%`, bottom: `${at(item.value)}%` });
  }
  const list = element("ol", "items", "", area);
  for (const item of items) {
    const row = element("li", "", "", list);
    element("b", "", item.title, row);
    element("span", "", item.text, row);
  }
}

// A claim a row: sealed, or opened with its bets as bars and what the log says.
function drawGuesses(place, { claims, levels, calibration }) {
  const list = element("ol", "claims", "", place);
  for (const claim of claims) {
    const row = element("li", claim.verdict ? `claim ${claim.verdict.replace(" ", "-")}` : "claim", "", list);
    const told = element("div", "told", "", row);
    element("b", "", claim.title, told);
    if (claim.told) element("span", "", claim.told, told);
    if (!claim.counts) {
      element("span", "sealed", claim.bets, row);
      continue;
    }
    const bars = element("div", "bets", "", row);
    const most = Math.max(1, ...claim.counts);
    claim.counts.forEach((n, level) => {
      const bar = element("div", "bet", "", bars);
      element("b", "", n ? String(n) : "", bar);
      element("i", "", "", bar).style.height = `${(n / most) * 2.2}em`;
      element("small", "", levels[level], bar);
    });
    element("b", "word", claim.word, row);
  }
  if (calibration) element("p", "calibration", calibration, place);
}
