// A number in the table and its cell on the page's picture choose each other; filters act without a button.
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

// the grid of units: narrowed to a trait or to a part of the name
const trait = document.getElementById("trait");
const part = document.getElementById("part");
if (trait && part) {
  const narrow = () => {
    let left = 0;
    for (const row of document.querySelectorAll(".matrix tbody tr")) {
      const name = row.querySelector("th").textContent;
      row.hidden = !(name.includes(part.value.trim()) && (!trait.value || row.dataset.traits.split(" ").includes(trait.value)));
      if (!row.hidden) left += 1;
    }
    document.getElementById("left").textContent = `${left} 个单位`;
  };
  trait.closest(".narrow").hidden = false;
  trait.addEventListener("change", narrow);
  part.addEventListener("input", narrow);
}

// a chart for which there are no figures leaves no empty frame
for (const image of document.querySelectorAll("img.maybe")) {
  const away = () => image.closest("figure").remove();
  if (image.complete && !image.naturalWidth && image.currentSrc) away();
  image.addEventListener("error", away);
}
