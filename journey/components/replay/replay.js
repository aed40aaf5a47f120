// The replay as a component: one player an element of the page.

const players = new WeakMap();

export default function ({ data, parentElement }) {
  let player = players.get(parentElement);
  if (!player) {
    player = new Player(parentElement, data);
    players.set(parentElement, player);
  }
  const turn = player.update(data);
  return () => {
    // Streamlit may clean up an outdated call after a newer one has drawn.
    if (turn !== player.map.turn) return;
    player.remove();
    players.delete(parentElement);
  };
}
