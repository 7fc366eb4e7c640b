// Notes what must never happen in the page, from before its first own script until a test asks.
// A classic script in front of all others; it lies on the page's own path, so the page's policy lets it in.
(() => {
  const notes = [];
  const note = (kind, what) => notes.push(`${kind}: ${what}`);

  addEventListener("securitypolicyviolation", (event) => {
    note("policy violation", `${event.effectiveDirective} stopped ${event.blockedURI || "something inline"} in ${event.sourceFile}`);
  }, true);
  addEventListener("unhandledrejection", (event) => note("unhandled rejection", event.reason));
  // Capturing, because a file that does not load tells its element only.
  addEventListener("error", (event) => {
    const { message, target } = event;
    note("error", message || `${target.localName} ${target.src || target.href} did not load`);
  }, true);
  const { error } = console;
  console.error = (...words) => {
    note("console error", words.join(" "));
    error.apply(console, words);
  };

  // The style sheets that were there when the page began to run.
  new MutationObserver((changes, observer) => {
    if (!("ready" in document.documentElement.dataset)) return;
    globalThis.stylesAtStart = Array.from(document.styleSheets, ({ href }) => href);
    observer.disconnect();
  }).observe(document.documentElement, { attributes: true });

  // How often the page asked for a frame of animation.
  let frames = 0;
  const { requestAnimationFrame } = globalThis;
  globalThis.requestAnimationFrame = (paint) => {
    frames += 1;
    return requestAnimationFrame(paint);
  };
  globalThis.framesAsked = () => frames;

  // The module's memory.
  let memory;
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = async (...what) => {
    const made = await instantiate(...what);
    memory ??= (made.instance ?? made).exports.memory;
    return made;
  };
  const { instantiateStreaming } = WebAssembly;
  WebAssembly.instantiateStreaming = async (...what) => {
    const made = await instantiateStreaming(...what);
    memory ??= made.instance.exports.memory;
    return made;
  };
  globalThis.moduleBytes = () => memory?.buffer.byteLength ?? 0;

  /** Everything noted since the last call, and every file that came from another origin. */
  globalThis.takeNotes = () => {
    const { origin } = new URL(location.href);
    for (const { name } of performance.getEntriesByType("resource")) {
      if (!name.startsWith(origin) && !name.startsWith("data:")) note("from elsewhere", name);
    }
    performance.clearResourceTimings();
    return notes.splice(0);
  };
})();
