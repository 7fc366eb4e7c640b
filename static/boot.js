// Starts the page: loads the WebAssembly module and its glue, and says so on the page if that fails.
//
// A file of its own because the page's policy allows no inline script. Trunk writes two links into index.html that name
// the module and its glue by the hashes of their contents; what they name is what is loaded, and nothing else is.

try {
  const glue = document.querySelector('link[rel="modulepreload"]');
  const wasm = document.querySelector('link[type="application/wasm"]');
  // The glue's link makes Chromium and Firefox check it; for the module, any browser will if asked to.
  const [{ default: init }, module] = await Promise.all([
    import(glue.href),
    fetch(wasm.href, { integrity: wasm.integrity }),
  ]);
  await init({ module_or_path: module });
} catch (reason) {
  console.error(reason);
  document.getElementById("fatal-reason").textContent = String(reason);
  document.getElementById("fatal").hidden = false;
}
