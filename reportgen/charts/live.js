// Draws the charts near the window again with Vega: hints to point at, and one segment that stands out in
// all of them. Where anything fails, the drawing that came with the page stays.
const WIDE = "(min-width: 641px)";
const frames = [...document.querySelectorAll(".chart")].filter((frame) => specification(frame));
const buttons = [...document.querySelectorAll(".chooser button")];
const views = new Map();
let chosen = 0;

const hint = document.createElement("div");
hint.className = "hint";
hint.hidden = true;
hint.setAttribute("aria-hidden", "true");
document.body.append(hint);

function specification(frame) {
  return frame.parentElement.querySelector("script[type='application/json']");
}

function tell(_handler, event, _item, text) {
  hint.hidden = !text;
  if (!text) return;
  hint.textContent = text;
  const left = Math.min(event.clientX + 14, innerWidth - hint.offsetWidth - 8);
  const below = event.clientY + 18;
  const over = below + hint.offsetHeight > innerHeight;
  hint.style.left = `${Math.max(8, left)}px`;
  hint.style.top = `${over ? event.clientY - hint.offsetHeight - 12 : below}px`;
}

function show(slot) {
  document.documentElement.dataset.chosen = slot;
  for (const view of views.values()) view.signal("chosen", slot).run();
}

function choose(slot) {
  chosen = slot === chosen ? 0 : slot;
  for (const button of buttons) button.setAttribute("aria-pressed", String(+button.value === chosen));
  show(chosen);
}

function follow(view) {
  view.addEventListener("mouseover", (_event, item) => show(item?.datum?.slot || chosen));
  view.addEventListener("mouseout", () => show(chosen));
  view.addEventListener("click", (_event, item) => item?.datum?.slot && choose(item.datum.slot));
}

async function draw(frame) {
  if (views.has(frame) || !matchMedia(WIDE).matches) return;
  const place = document.createElement("div");
  place.setAttribute("aria-hidden", "true"); // the frame around it is labelled
  const options = { ast: true, renderer: "svg", actions: false, defaultStyle: false, tooltip: tell };
  const { view } = await vegaEmbed(place, JSON.parse(specification(frame).textContent), options);
  views.set(frame, view);
  follow(view);
  if (chosen) view.signal("chosen", chosen).run();
  place.className = "broad";
  frame.querySelector(".broad").replaceWith(place);
  frame.dataset.live = "";
}

function near(entries, watcher) {
  for (const entry of entries.filter((one) => one.isIntersecting)) {
    watcher.unobserve(entry.target);
    draw(entry.target).catch(() => undefined);
  }
}

function mark(entries) {
  for (const entry of entries.filter((one) => one.isIntersecting)) {
    for (const link of document.querySelectorAll(".guide a")) {
      const here = link.getAttribute("href") === `#${entry.target.querySelector("h2").id}`;
      link.setAttribute("aria-current", String(here));
    }
  }
}

const watcher = new IntersectionObserver(near, { rootMargin: "600px" });
for (const frame of frames) watcher.observe(frame);
const reader = new IntersectionObserver(mark, { rootMargin: "-20% 0px -75% 0px" });
for (const section of document.querySelectorAll("main > section")) reader.observe(section);
for (const button of buttons) button.addEventListener("click", () => choose(+button.value));
for (const chooser of document.querySelectorAll(".chooser")) chooser.hidden = !buttons.length;
document.addEventListener("keydown", (event) => event.key === "Escape" && chosen && choose(chosen));
