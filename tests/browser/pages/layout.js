// What a person could not reach, hit or read in the page as it is now, in words. Run by a test in the page, which has no part in it.
const shown = (element) => {
  const { visibility, clipPath, opacity } = getComputedStyle(element);
  const { width, height } = element.getBoundingClientRect();
  return element.checkVisibility() && visibility === "visible" && clipPath === "none" && opacity !== "0" && width > 0 && height > 0;
};
const named = (element) =>
  `<${element.localName} ${element.className.baseVal ?? element.className} ${element.id || element.dataset.thing || ""}> “${(element.getAttribute("aria-label") ?? element.textContent).trim().slice(0, 40)}”`;
const TOUCHED = "a[href], button, input, select, textarea, summary, [role=button]";

// What is touched where an element is: a label reaches to its box; a line can be hit as far as its stroke reaches.
const room = (element) => {
  const label = element.closest("label, .segment");
  const { width, height } = (label ?? element).getBoundingClientRect();
  const line = element.querySelector(":scope > path.area");
  if (!line) return [width, height];
  const { strokeWidth, vectorEffect } = getComputedStyle(line);
  const reach = Number.parseFloat(strokeWidth) * (vectorEffect === "non-scaling-stroke" ? 1 : line.getScreenCTM().a);
  return [Math.max(width, reach), Math.max(height, reach)];
};

/** Targets smaller than `least` CSS pixels, among those that `css` picks. */
const small = (least, css = TOUCHED) =>
  [...document.querySelectorAll(css)].flatMap((element) => {
    // What a segment shows lies under the input that takes the press.
    if (!shown(element) && !element.matches(".segment input")) return [];
    if (!element.checkVisibility() || element.closest(".segment:not(:has(span))")) return [];
    const [width, height] = room(element);
    return width > least - 0.5 && height > least - 0.5 ? [] : [`${named(element)} is ${Math.round(width)} x ${Math.round(height)}`];
  });

/** What scrolls to the side, but for tables and texts whose sense is in their columns. */
const sideways = () => {
  const root = document.documentElement;
  const faults = root.scrollWidth > innerWidth ? [`the page is ${root.scrollWidth} px wide in ${innerWidth}`] : [];
  for (const element of document.body.querySelectorAll("*")) {
    if (element.scrollWidth <= element.clientWidth + 1 || element.clientWidth === 0 || element.closest("svg, textarea, pre, input, select")) continue;
    if (element.matches(".scroll, .scroll *") || !shown(element)) continue;
    const { overflowX } = getComputedStyle(element);
    if (overflowX !== "visible") faults.push(`${named(element)} holds ${element.scrollWidth} px in ${element.clientWidth}, ${overflowX}`);
  }
  return faults;
};

/** Texts that are cut: they do not fit into what shows them, or stick out of the window. */
const cut = () => {
  const faults = [];
  for (const element of document.body.querySelectorAll("*")) {
    const speaks = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== "");
    if (!speaks || element.closest("svg, textarea, select, option, .scroll") || !shown(element)) continue;
    const { overflowX, overflowY } = getComputedStyle(element);
    const wide = overflowX !== "visible" && element.scrollWidth > element.clientWidth + 1;
    const high = overflowY === "hidden" && element.scrollHeight > element.clientHeight + 2;
    const { left, right } = element.getBoundingClientRect();
    if (wide || high || left < -1 || right > innerWidth + 1) faults.push(`${named(element)} is cut`);
  }
  return faults;
};

/** Where the focus is, and what hides it, if anything does. */
const focus = () => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const target = element.closest("label, .segment, summary") ?? element;
  const { left, top, right, bottom } = (element.matches(".segment input") ? target : element).getBoundingClientRect();
  const inside = (x, y) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight;
  const points = [0.5, 0.15, 0.85].flatMap((x) => [0.5, 0.15, 0.85].map((y) => [left + (right - left) * x, top + (bottom - top) * y]));
  const home = element.closest(".thing, .timeline-line, label, .segment") ?? element;
  const seen = points.filter(([x, y]) => inside(x, y)).map(([x, y]) => document.elementFromPoint(x, y));
  const free = seen.some((found) => found && (home.contains(found) || found.contains(element) || found.closest("label")?.contains(element)));
  const place = element.closest("[data-knob]")?.dataset.knob;
  const word = [element.id, element.dataset.thing, place, element.className.baseVal ?? element.className].filter(Boolean).join(" ");
  return { word, hidden: free ? "" : `${named(element)} at ${Math.round(left)}, ${Math.round(top)} is hidden by ${seen[0] ? named(seen[0]) : "the edge of the window"}` };
};
