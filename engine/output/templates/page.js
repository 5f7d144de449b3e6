const plan = document.body.dataset.plan;
const boxes = [...document.querySelectorAll("input[data-step]")];
const ticked = document.querySelector(".ticked");

function kept() {
  try { return JSON.parse(localStorage.getItem(plan)) || []; } catch { return []; }
}

function keep(done) {
  try { localStorage.setItem(plan, JSON.stringify(done)); return true; } catch { return false; }
}

function show(done) {
  for (const box of boxes) box.checked = done.includes(box.dataset.step);
  ticked.hidden = !done.length;
  ticked.querySelector("code").textContent =
    done.map((step) => "matchpath done me.yaml " + step).join("; ");
}

for (const box of boxes) box.onchange = () => {
  const done = boxes.filter((one) => one.checked).map((one) => one.dataset.step);
  ticked.querySelector(".unkept").hidden = keep(done);
  show(done);
};
if (plan) {  // else they go to the form they belong to
  // Once the page is drawn: a busy Chromium gives a page that still loads nothing of what is kept.
  requestAnimationFrame(() => show(kept()));
  addEventListener("storage", () => show(kept()));  // ticked in another tab
}

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
