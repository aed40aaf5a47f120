// What Streamlit's page links lack: Ctrl opens another tab, the first page's address is whole, and on a phone the menu
// closes behind them.
const LINK = "[data-testid=stSidebar] [data-testid=stPageLink-NavLink]";
const CLOSE = "[data-testid=stSidebarCollapseButton] button";

function prepare(event) {
  const link = event.target.closest?.(LINK);
  const address = link?.getAttribute("href") ?? "";
  // The first page has no name: "?a=b" alone would mean the page that is open.
  if (link && (!address || address.startsWith("?"))) link.setAttribute("href", `./${address}`);
}

function follow(event) {
  if (!event.target.closest?.(LINK)) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey) event.stopPropagation();
  else if (matchMedia("(max-width: 768px)").matches) setTimeout(() => document.querySelector(CLOSE)?.click());
}

export default function () {
  document.addEventListener("mousedown", prepare, true);
  document.addEventListener("click", follow, true);
  return () => {
    document.removeEventListener("mousedown", prepare, true);
    document.removeEventListener("click", follow, true);
  };
}
