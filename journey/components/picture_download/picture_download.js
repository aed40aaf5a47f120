// Saves a picture that is already here. PNG is painted at twice the size, for slides and print.
const SHARPNESS = 2;
const LARGEST = 16000; // px a side that browsers paint

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

async function painted(svg) {
  const image = new Image();
  const source = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    image.src = source;
    await image.decode();
    const scale = Math.min(SHARPNESS, LARGEST / Math.max(image.naturalWidth, image.naturalHeight));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.naturalWidth * scale);
    canvas.height = Math.round(image.naturalHeight * scale);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done) => canvas.toBlob(done, "image/png"));
  } finally {
    URL.revokeObjectURL(source);
  }
}

export default function (component) {
  const { data, parentElement } = component;
  let bar = parentElement.querySelector(".downloads");
  if (!bar) {
    bar = document.createElement("div");
    bar.className = "downloads";
    for (const kind of ["svg", "png"]) {
      const button = document.createElement("button");
      button.type = "button";
      button.dataset.kind = kind;
      bar.append(button);
    }
    parentElement.append(bar);
  }
  for (const button of bar.children) {
    const kind = button.dataset.kind;
    button.textContent = data.words[kind];
    button.onclick = async () => {
      const blob = kind === "svg" ? new Blob([data.svg], { type: "image/svg+xml" }) : await painted(data.svg);
      save(blob, `${data.name}.${kind}`);
    };
  }
}
