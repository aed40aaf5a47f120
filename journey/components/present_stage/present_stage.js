// The stage as a component: one an element of the page.

const stages = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  let stage = stages.get(parentElement);
  if (!stage) {
    stage = new Stage(parentElement, data);
    stages.set(parentElement, stage);
  }
  const turn = stage.update(data, setTriggerValue);
  return () => {
    // Streamlit may clean up an outdated call after a newer one has drawn.
    if (turn !== stage.turn) return;
    stage.remove();
    stages.delete(parentElement);
  };
}
