// Starts the page that is one file, tierscope-single.html: all that static/boot.js would fetch is in it. In front of this the build
// puts the module's glue.

try {
  const letters = atob(document.getElementById("module").textContent);
  await __wbg_init({ module_or_path: Uint8Array.from(letters, (letter) => letter.charCodeAt(0)) });
} catch (reason) {
  console.error(reason);
  document.getElementById("fatal-reason").textContent = String(reason);
  document.getElementById("fatal").hidden = false;
}
