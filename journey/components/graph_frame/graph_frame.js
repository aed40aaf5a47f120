// A graph of streamlit-agraph stands in a frame of its own, where the fonts of the page are not known.
const FRAMES = "iframe.stCustomComponentV1";

function faces() {
  const found = [];
  for (const sheet of document.styleSheets) {
    let rules = [];
    try { rules = sheet.cssRules; } catch { continue; }
    for (const rule of rules) {
      if (!(rule instanceof CSSFontFaceRule)) continue;
      const base = sheet.href ?? document.baseURI;
      found.push(rule.cssText.replace(/url\("([^"]+)"\)/g, (_all, path) => `url("${new URL(path, base).href}")`));
    }
  }
  return found.join("\n");
}

function lend(frame) {
  const inner = frame.contentDocument;
  if (!inner?.head || !inner.querySelector("canvas") || inner.head.querySelector("[data-lent]")) return;
  const style = inner.createElement("style");
  style.dataset.lent = "";
  style.textContent = faces();
  inner.head.append(style);
  // What is drawn already is drawn again, once the type is there: a canvas is, when its size changes.
  inner.fonts.load("13px 'Source Sans'").then(() => { frame.style.width = "calc(100% - 1px)"; });
}

export default function ({ data, setStateValue }) {
  const screen = matchMedia("(max-width: 700px)");
  const tell = () => { if (screen.matches !== data.narrow) setStateValue("narrow", screen.matches); };
  const timer = setInterval(() => document.querySelectorAll(FRAMES).forEach(lend), 250);
  tell();
  screen.addEventListener("change", tell);
  return () => {
    clearInterval(timer);
    screen.removeEventListener("change", tell);
  };
}
