const plan = document.body.dataset.plan;
const boxes = [...document.querySelectorAll("input[data-step]")];
const ticked = document.querySelector(".ticked");

// Ticks are kept by the browser, and by this tab as well: a busy Chromium gives a page that loads
// nothing of what it keeps for it, now and then. The later of the two are the ticks.
function kept() {
  const found = [history.state];
  try { found.push(JSON.parse(localStorage.getItem(plan))); } catch { /* this tab alone has them */ }
  const own = found.filter((ticks) => ticks?.plan === plan);
  return own.sort((one, other) => other.at - one.at)[0]?.done ?? [];
}

function keep(done) {
  const ticks = { plan, done, at: Date.now() };
  history.replaceState(ticks, "");
  try { localStorage.setItem(plan, JSON.stringify(ticks)); return true; } catch { return false; }
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
  requestAnimationFrame(() => show(kept()));  // once it is drawn, when more is there to be read
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
