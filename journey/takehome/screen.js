// The document on a screen: one slide below the other, with a list of them on top.

const main = document.querySelector("main");
const several = told.slides.length > 1;

function contents() {
  const head = make("header", "cover", "", main);
  make("h1", "", told.title, head);
  const list = make("ol", "", "", make("nav", "", "", head));
  list.parentElement.setAttribute("aria-label", told.words.contents);
  told.slides.forEach((slide, at) => {
    const link = make("a", "", slide.title, make("li", "", "", list));
    link.href = `#slide-${at + 1}`;
  });
}

const draw = {
  map(place, slide) {
    const room = Math.max(420, Math.min(720, innerHeight * 0.72));
    drawMap(place, slide.spec, Math.round(Math.max(340, Math.min(room, slide.spec.height + 140))));
    make("p", "hint", told.words.map, place);
  },
  board(place, slide) {
    const root = shadow(place, "board");
    root.className = "journey";
    parts.board(root, slide.spec, null);
  },
  timeline(place, slide) {
    parts.timeline({ data: { rows: slide.spec, label: told.words.timeline }, parentElement: shadow(place, "timeline") });
  },
  metrics(place, slide) {
    const data = { ...slide.spec, selected: null, themes: told.themes };
    parts.metrics({ data, parentElement: shadow(place, "metrics"), setStateValue: () => {} });
  },
  figure(place, { spec, answer }) {
    const chart = make("div", "chart", "", place);
    chart.setAttribute("role", "img");
    chart.setAttribute("aria-label", answer);
    const layout = { ...spec.layout, paper_bgcolor: "#FFFFFF", autosize: true };
    Plotly.newPlot(chart, spec.data, layout, { displayModeBar: false, responsive: true });
  },
};

if (several) contents();
told.slides.forEach((slide, at) => {
  const article = make("article", "slide", "", main);
  article.id = `slide-${at + 1}`;
  drawHead(article, slide);
  draw[slide.kind](make("div", "picture", "", article), slide);
  for (const line of slide.kind === "board" ? slide.spec.foot : []) make("p", "hint", line, article);
  if (slide.table?.rows.length) {
    const fold = make("details", "", "", article);
    make("summary", "", told.words.table, fold);
    drawTable(make("div", "scroll", "", fold), slide.table);
  }
  make("footer", "", slide.foot, article);
});

// A slide after the other with the arrow keys; where a map or a field has the focus the keys are its own.
addEventListener("keydown", (event) => {
  const step = { PageDown: 1, PageUp: -1 }[event.key];
  if (!step || !several || event.target !== document.body) return;
  const slides = [...document.querySelectorAll(".cover, .slide")];
  const here = slides.findLastIndex((one) => one.getBoundingClientRect().top < 40);
  slides[Math.max(0, Math.min(slides.length - 1, here + step))]?.scrollIntoView();
  event.preventDefault();
});
