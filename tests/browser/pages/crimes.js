// Does each thing once that the probe has to note. What a note must contain stands in src/cases/probing.rs.
console.error("said in the console");
setTimeout(() => {
  throw new Error("thrown and not caught");
});
Promise.reject(new Error("rejected and not caught"));
document.body.setAttribute("style", "color: red");
fetch("http://127.0.0.1:9/").catch(() => {});
try {
  document.body.innerHTML = "text made into markup";
} catch {
  // Noted as a violation of the policy, which is the point.
}
const image = new Image();
image.src = "./missing.png";
document.body.append(image);
