// A page of another site. Its query goes on to ours; its fragment says how the frame is: `sandbox=WORDS`, `size=WIDTHxHEIGHT`,
// `hidden`, `below` (further down than one can see), `at=ORIGIN` (where our page is, if elsewhere). It keeps all that it is told.
const frame = document.querySelector("iframe");
const wish = new Map(
  decodeURIComponent(location.hash.slice(1))
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
frame.src = `${wish.get("at") ?? ""}/any/path/${location.search}`;
