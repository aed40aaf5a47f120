// Ways that people draw and cut on a map that can be edited: from the handle of a box to another box; with the
// keyboard, D on a box, arrows and Enter, and Delete on a curve. The map itself stays as it is until Python answers.

Object.assign(FlowMap.prototype, {
  drawFrom(box) {
    this.letGo();
    this.from = box;
    this.nodes.boxes.get(box.id).classList.add("from");
    this.line = svg("path", { class: "drawn" }, this.world);
    this.leave();
  },

  letGo() {
    this.line?.remove();
    for (const node of this.nodes.boxes.values()) node.classList.remove("from", "aimed");
    this.from = this.line = null;
  },

  placeOnMap(event) {
    const [x, y] = this.place(event);
    const { at } = this.view;
    return [(x - at.x) / at.k, (y - at.y) / at.k];
  },

  boxAt(event) {
    const [x, y] = this.placeOnMap(event);
    return this.spec.boxes.find((box) => x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height);
  },

  drawTo(event) {
    const { pressed } = this;
    if (!pressed.moved && Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > 4) {
      pressed.moved = true;
      this.canvas.setPointerCapture(event.pointerId);
    }
    this.aim(this.boxAt(event), ...this.placeOnMap(event));
  },

  aim(box, x, y) {
    const { from } = this;
    const [x0, y0] = [from.x + from.width, from.y + from.height / 2];
    const bend = Math.max(30, Math.abs(x - x0) / 2);
    set(this.line, { d: `M${x0} ${y0}C${x0 + bend} ${y0} ${x - bend} ${y} ${x} ${y}` });
    for (const [id, node] of this.nodes.boxes) node.classList.toggle("aimed", id === box?.id && canEnd(box));
  },

  drop(box) {
    const { from } = this;
    this.letGo();
    if (box && canEnd(box)) this.send("drawn", { source: from.id, target: box.id, at: Date.now() });
  },

  // Whether a key belongs to drawing.
  typeWay(key, item, modified) {
    if (this.from && key === "Escape") this.letGo();
    else if (this.from && key === "Enter" && item?.lines) this.drop(item);
    else if (key.toLowerCase() === "d" && !modified && item?.lines && canBegin(item)) this.drawFrom(item);
    else if (key === "Delete" && item && !item.lines) this.send("cut", { id: item.id, at: Date.now() });
    else return false;
    return true;
  },
});
