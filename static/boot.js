// Starts the page: loads the WebAssembly module, its glue and the texts of the person's language, and says so on the page if
// that fails.
//
// A file of its own because the page's policy allows no inline script. The build writes links into index.html that name these
// files by the hashes of their contents; what they name is what is loaded, and nothing else is.

// English is in the module. The texts of another language are left on their link, where the page reads them; a click on the
// link has them fetched later.
const languages = {};
for (const link of document.querySelectorAll("link[hreflang]")) {
  const load = async () => {
    try {
      const file = await fetch(link.href, { integrity: link.integrity });
      link.dataset.texts = await file.text();
    } catch (reason) {
      // The page does without them, in English, and tells.
    }
    link.dispatchEvent(new Event("texts"));
  };
  link.addEventListener("click", load);
  languages[link.hreflang] = load;
}
languages.en = () => {};

// The link's language, else the first of the person's that there is: as in src/app/session.rs.
const wished = [new URLSearchParams(location.search).get("lang") ?? "", ...navigator.languages];
const codes = wished.map((code) => code.split("-")[0].toLowerCase());
const texts = languages[codes.find((code) => Object.hasOwn(languages, code))] ?? languages.en;

try {
  const glue = document.querySelector('link[rel="modulepreload"]');
  const wasm = document.querySelector('link[type="application/wasm"]');
  // The glue's link makes Chromium and Firefox check it; for the module, any browser will if asked to.
  const [{ default: init }, module] = await Promise.all([
    import(glue.href),
    fetch(wasm.href, { integrity: wasm.integrity }),
    texts(),
  ]);
  await init({ module_or_path: module });
} catch (reason) {
  console.error(reason);
  document.getElementById("fatal-reason").textContent = String(reason);
  document.getElementById("fatal").hidden = false;
}
