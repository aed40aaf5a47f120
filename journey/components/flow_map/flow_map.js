// The flow map as a component: one map an element of the page, which tells Python what was selected.

const maps = new WeakMap();

export default function ({ data, parentElement, setStateValue }) {
  let map = maps.get(parentElement);
  if (!map) {
    map = new FlowMap(parentElement, data);
    maps.set(parentElement, map);
  }
  const turn = map.update(data, setStateValue);
  return () => {
    // Streamlit may clean up an outdated call after a newer one has drawn.
    if (turn !== map.turn) return;
    map.remove();
    maps.delete(parentElement);
  };
}
