// Sends one file to the upload route as it lies on the disk. Names are text, never markup.
const UNITS = [["GB", 1e9], ["MB", 1e6], ["kB", 1e3]];

function size(bytes) {
  const [unit, scale] = UNITS.find(([, least]) => bytes >= least) || ["B", 1];
  const value = bytes / scale;
  return `${value >= 100 || scale === 1 ? Math.round(value) : value.toPrecision(3)} ${unit}`;
}

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function element(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function build(root, labels) {
  const box = element("div", "box");
  const idle = element("div", "idle");
  const choose = element("label", "button", labels.choose);
  const input = element("input", "file");
  input.type = "file";
  choose.append(input);
  idle.append(choose, element("span", "hint", labels.drop));

  const busy = element("div", "busy");
  const name = element("div", "name");
  const bar = element("progress", "bar");
  bar.max = 1;
  const figures = element("span", "hint");
  const cancel = element("button", "button", labels.cancel);
  cancel.type = "button";
  const below = element("div", "below");
  below.append(figures, cancel);
  busy.append(name, bar, below);
  busy.hidden = true;

  const problem = element("div", "problem");
  problem.setAttribute("role", "alert");
  box.append(idle, busy, problem);
  root.append(box);
  return { box, idle, input, busy, name, bar, figures, cancel, problem, request: null };
}

function stop(parts, message) {
  parts.request = null;
  parts.busy.hidden = true;
  parts.idle.hidden = false;
  parts.input.value = "";
  parts.problem.textContent = message;
}

function send(parts, file, data, sent) {
  const { labels } = data;
  if (file.size > data.most) return stop(parts, labels.large);
  if (!file.size) return stop(parts, labels.empty);
  const request = new XMLHttpRequest();
  const begun = performance.now();
  parts.request = request;
  parts.problem.textContent = "";
  parts.name.textContent = fill(labels.sending, { name: file.name });
  parts.bar.value = 0;
  parts.figures.textContent = "";
  parts.idle.hidden = true;
  parts.busy.hidden = false;
  request.upload.onprogress = (event) => {
    const seconds = Math.max(0.5, (performance.now() - begun) / 1000);
    parts.bar.value = event.loaded / event.total;
    parts.figures.textContent = fill(labels.progress, {
      done: size(event.loaded), total: size(event.total), rate: size(event.loaded / seconds),
    });
  };
  request.onload = () => {
    let answer = {};
    try { answer = JSON.parse(request.responseText); } catch { /* a proxy answered, not the route */ }
    if (request.status === 200) sent(answer);
    else stop(parts, answer.error || labels.broken);
  };
  request.onerror = () => stop(parts, labels.broken);
  request.onabort = () => stop(parts, "");
  // Pages lie beside the route, also where the server has a path of its own.
  request.open("POST", new URL("upload", window.location.href));
  request.setRequestHeader("X-Upload-Ticket", data.ticket);
  request.setRequestHeader("X-File-Name", encodeURIComponent(file.name));
  request.setRequestHeader("Content-Type", "application/octet-stream");
  request.send(file);
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const parts = (parentElement.parts ||= build(parentElement, data.labels));
  const take = (files) => {
    if (files.length && !parts.request) send(parts, files[0], data, (answer) => setTriggerValue("sent", answer));
  };
  parts.input.onchange = () => take(parts.input.files);
  parts.cancel.onclick = () => parts.request && parts.request.abort();
  parts.box.ondragover = (event) => { event.preventDefault(); parts.box.classList.add("over"); };
  parts.box.ondragleave = () => parts.box.classList.remove("over");
  parts.box.ondrop = (event) => {
    event.preventDefault();
    parts.box.classList.remove("over");
    take(event.dataTransfer.files);
  };
  return () => { if (parts.request) parts.request.abort(); };
}
