// Starts the page: loads the WebAssembly module, its glue and the texts of the person's language, and says so on the page if that
// fails. Then loads the styles and the module's second part, which what a person does may need.
//
// A file of its own because the page's policy allows no inline script. The build writes links into index.html that name these
// files by the hashes of their contents; what they name is what is loaded, and nothing else is.

const link = (rel) => document.querySelector(`link[rel="${rel}"]`);

const fail = (reason) => {
  console.error(reason);
  document.getElementById("loading")?.remove();
  document.getElementById("fatal-reason").textContent = String(reason);
  document.getElementById("fatal").hidden = false;
};

// To WebKit, nothing is the page's own in a sandbox that gives no origin: it stops all that is loaded but this script, which the policy
// names by its hash.
let stopped = false;
addEventListener("securitypolicyviolation", () => (stopped = origin === "null"));

// The texts of a language are left on their link, where the page reads them; a click on the link has them fetched later.
const languages = {};
for (const link of document.querySelectorAll("link[hreflang]")) {
  const load = async () => {
    try {
      const file = await fetch(link.href, { integrity: link.integrity });
      link.dataset.texts = await file.text();
    } catch (reason) {
      // The page does without them, in English, and tells; but without English it does not start.
      if (link.hreflang === "en") throw reason;
    }
    link.dispatchEvent(new Event("texts"));
  };
  link.addEventListener("click", load);
  languages[link.hreflang] = load;
}
const english = languages.en();

// The link's language, else the first of the person's that there is: as in src/app/session.rs.
const wished = [new URLSearchParams(location.search).get("lang") ?? "", ...navigator.languages];
const codes = wished.map((code) => code.split("-")[0].toLowerCase());
const code = codes.find((code) => Object.hasOwn(languages, code)) ?? "en";
const texts = code === "en" ? english : languages[code]();

// WebKit takes the module in one piece: in two, it has given wrong results now and then (docs/decisions/0008-webkit.md).
const whole = navigator.vendor.startsWith("Apple") && link("whole");
// Where the module was not divided there is no such link.
const later = !whole && link("later");
let fetching;
let second;
// The part itself, once it is here.
let here;

// Fetches the second part ahead of its use.
const fetchSecond = async () => {
  const response = await fetch(later.href, { integrity: later.integrity });
  second = await WebAssembly.compile(await response.arrayBuffer());
};

// What is needed at once and is not here yet holds the page up until it is. Such a request gives a text with a letter for each byte.
const waitForSecond = () => {
  const request = new XMLHttpRequest();
  request.open("GET", later.href, false);
  request.overrideMimeType("text/plain; charset=x-user-defined");
  request.send();
  return new WebAssembly.Module(Uint8Array.from(request.responseText, (letter) => letter.charCodeAt(0)));
};

// The module calls this where it needs the second part.
globalThis.bringLater = (first) => {
  if (here) return;
  try {
    here = new WebAssembly.Instance(second ?? waitForSecond(), { "": first });
  } catch (reason) {
    fail(reason);
    throw reason;
  }
};

// Puts on the styles of what is not there at first (static/later.css); whoever waits for them goes on without them as well.
const dress = () =>
  new Promise((done) => {
    const sheet = link("later-style");
    if (!sheet) return done();
    sheet.onload = done;
    sheet.onerror = () => done(console.warn(`${sheet.href} is missing`));
    sheet.rel = "stylesheet";
  });

// The bytes of a response as they come, told of the whole that they will be once it takes longer than one would not notice.
const received = async (response, size) => {
  const loading = document.getElementById("loading");
  setTimeout(() => (loading.hidden = false), 300);
  const [bar, told] = loading.children;
  const reader = response.body.getReader();
  const parts = [];
  let length = 0;
  for (let part; !(part = await reader.read()).done; ) {
    parts.push(part.value);
    length += part.value.length;
    bar.value = length / size;
    told.textContent = `${Math.round(length / 1000)} / ${Math.round(size / 1000)} kB`;
  }
  return new Blob(parts).arrayBuffer();
};

// The module, compiled while it comes, and given away only if it is what its link says. Asked to look at `integrity` itself a browser
// shows nothing of a file before it has all, but that is all there is where the connection is not secure.
const fetchModule = async ({ href, integrity, dataset }) => {
  const { subtle } = crypto;
  if (!subtle) return fetch(href, { integrity });
  const response = await fetch(href);
  // Where a host does not say that this is WebAssembly, it is compiled when it is here.
  const compiled = WebAssembly.compileStreaming(response.clone()).catch(() => {});
  const bytes = await received(response, dataset.size);
  const hash = new Uint8Array(await subtle.digest("SHA-384", bytes));
  if (`sha384-${btoa(String.fromCharCode(...hash))}` !== integrity) throw new TypeError(`${href} is damaged`);
  return (await compiled) ?? bytes;
};

try {
  const glue = link("modulepreload");
  const [{ default: init, bring }, module] = await Promise.all([
    // The glue's link makes Chromium and Firefox check it.
    import(glue.href),
    fetchModule(whole || link("wasm")),
    english,
    texts,
    // A link may ask for anything, the bare page runs by itself.
    ...(location.search + location.hash ? [later && fetchSecond(), dress()] : []),
  ]);
  await init({ module_or_path: module });
  dress();
  const signs = ["pointerdown", "keydown", "focusin"];
  // Where it cannot be fetched now it is asked for again when it is needed, and what is wrong is said then.
  const hurry = () => {
    signs.forEach((sign) => removeEventListener(sign, hurry, true));
    if (later && !second) fetching ??= fetchSecond().then(bring, console.warn);
  };
  signs.forEach((sign) => addEventListener(sign, hurry, true));
  setTimeout(hurry, 3000);
} catch (reason) {
  // Why something was stopped is told after it was.
  await new Promise((done) => setTimeout(done));
  // The page that is one file loads nothing. It has a start of its own, so it never comes here.
  if (stopped) location.replace(`tierscope-single.html${location.search}${location.hash}`);
  else fail(reason);
}
