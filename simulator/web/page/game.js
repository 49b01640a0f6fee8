"use strict";
// The keys go to the game at once, and to it alone: F1 opens no help of the browser, Ctrl+P prints nothing.
addEventListener("keydown", (event) => {
  if (event.key === "F1" || (event.ctrlKey && ["p", "s", "q"].includes(event.key.toLowerCase()))) event.preventDefault();
}, true);
const again = document.getElementById("again");
again.addEventListener("click", () => location.reload());
new MutationObserver(() => {
  const now = document.body.classList;
  if (now.contains("-closed")) again.focus();
  else if (now.contains("-first-byte")) document.querySelector(".xterm-helper-textarea")?.focus();
}).observe(document.body, { attributes: true, attributeFilter: ["class"] });
