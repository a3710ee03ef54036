// A number in the table and its cell on the page's picture choose each other; the filter form sends itself.
"use strict";

function choose(fact, origin) {
  const cite = document.getElementById("cite");
  if (cite) {
    cite.href = `${cite.dataset.whole}/${encodeURIComponent(fact)}`;
    cite.textContent = "引用所选数字";
  }
  for (const old of document.querySelectorAll(".chosen")) old.classList.remove("chosen");
  for (const twin of document.querySelectorAll("[data-fact]")) {
    if (twin.dataset.fact !== fact) continue;
    twin.classList.add("chosen");
    if (twin !== origin) twin.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (twin !== origin && twin.tagName === "BUTTON") twin.focus({ preventScroll: true });
  }
}

document.addEventListener("click", (event) => {
  const chosen = event.target.closest("[data-fact]");
  if (chosen) choose(chosen.dataset.fact, chosen);
});

for (const field of document.querySelectorAll(".filters select, .filters input[type=radio]")) {
  field.addEventListener("change", () => field.form.requestSubmit());
}

if (location.hash.startsWith("#fact-")) choose(decodeURIComponent(location.hash.slice(6)), null);
