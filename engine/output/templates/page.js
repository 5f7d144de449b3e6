const plan = document.body.dataset.plan;
const boxes = [...document.querySelectorAll("input[data-step]")];
const ticked = document.querySelector(".ticked");

function kept() {
  try { return JSON.parse(localStorage.getItem(plan)) || []; } catch { return []; }
}

function show(done) {
  for (const box of boxes) box.checked = done.includes(box.dataset.step);
  ticked.hidden = !done.length;
  ticked.querySelector("code").textContent =
    done.map((step) => "matchpath done me.yaml " + step).join("; ");
}

for (const box of boxes) box.onchange = () => {
  const done = boxes.filter((one) => one.checked).map((one) => one.dataset.step);
  try { localStorage.setItem(plan, JSON.stringify(done)); } catch { /* kept until it is closed */ }
  show(done);
};
if (plan) show(kept());  // else they go to the form they belong to

for (const button of document.querySelectorAll("button.copy")) {
  const text = button.previousElementSibling;
  button.hidden = false;
  button.onclick = async () => {
    getSelection().selectAllChildren(text);
    try {
      await navigator.clipboard.writeText(text.textContent);
      button.textContent = "Copied";
    } catch {
      button.textContent = document.execCommand("copy") ? "Copied" : "Selected: Ctrl+C copies it";
    }
  };
}
