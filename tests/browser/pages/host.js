// A page of another site. Its query has two: the first says how the frame is (`sandbox=WORDS`, `size=WIDTHxHEIGHT`, `hidden`,
// `below`, which is further down than one can see, `at=ORIGIN`, where our page is, if elsewhere, `file=NAME` of it), and the second goes
// on to ours.
// Not its fragment, for which no browser would load the page anew. It keeps all that it is told.
const frame = document.querySelector("iframe");
const [first, ...rest] = location.search.slice(1).split("?");
const wish = new Map(
  decodeURIComponent(first)
    .split("&")
    .map((part) => part.split("=", 2)),
);
const [width, height] = (wish.get("size") ?? "1100x560").split("x");
const heard = [];

addEventListener("message", ({ data, source, origin }) => {
  if (source === frame.contentWindow) heard.push({ ...data, origin });
});

/** What was heard of a subject. */
globalThis.heardOf = (subject) => heard.filter((message) => message.subject === subject);
/** Says something to the frame. */
globalThis.say = (message) => frame.contentWindow.postMessage(message, "*");
/** Shows the frame, or brings it where one can see it. */
globalThis.show = () => {
  frame.hidden = false;
  document.getElementById("before").style.height = "0";
  scrollTo(0, 0);
};

if (wish.has("sandbox")) frame.setAttribute("sandbox", wish.get("sandbox"));
if (wish.has("below")) document.getElementById("before").style.height = "5000px";
frame.hidden = wish.has("hidden");
frame.width = width;
frame.height = height;
frame.style.border = "0";
frame.src = [`${wish.get("at") ?? ""}/any/path/${wish.get("file") ?? ""}`, ...rest].join("?");
