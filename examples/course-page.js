// Drives the first frame of course-page.html by messages, and shows what the frame tells.

const frame = document.getElementById("driven");
const most = 12;

const say = (message) => frame.contentWindow.postMessage(message, "*");
const put = (id, text) => {
  document.getElementById(id).textContent = text;
};
const rounded = (number, digits) => (number === null ? "–" : number.toFixed(digits));

/** What is done with each kind of message. */
const answers = {
  "tierscope.ready": () => {
    say({ subject: "tierscope.subscribe", topics: ["metrics"], hz: 2 });
    say({ subject: "tierscope.get", message_id: "words", what: "description" });
  },
  "tierscope.metrics": ({ t_s, answered_per_s, errors_per_s }) => {
    put("time", `${rounded(t_s, 1)} s`);
    put("answered", rounded(answered_per_s, 0));
    put("errors", rounded(errors_per_s, 1));
  },
  "tierscope.event": ({ t_s, text }) => {
    const events = document.getElementById("events");
    const item = document.createElement("li");
    item.textContent = `${rounded(t_s, 1)} s: ${text}`;
    events.append(item);
    while (events.children.length > most) events.firstChild.remove();
    say({ subject: "tierscope.get", message_id: "words", what: "description" });
  },
  "tierscope.get.response": ({ message_id, text }) => {
    if (message_id === "words") put("description", text);
  },
};

addEventListener("message", ({ source, data }) => {
  // The frame's origin says nothing where it is sandboxed ("null"): its window does.
  if (source !== frame.contentWindow || typeof data?.subject !== "string") return;
  answers[data.subject]?.(data);
});

document.getElementById("buttons").addEventListener("click", ({ target }) => {
  const { do: command } = target.dataset;
  if (command === undefined) return;
  if (command === "reset") document.getElementById("events").replaceChildren();
  say({ subject: "tierscope.cmd", do: command });
});

// A frame that was ready before this script listened is asked again.
say({ subject: "tierscope.subscribe", topics: ["metrics"], hz: 2 });
say({ subject: "tierscope.get", message_id: "words", what: "description" });
