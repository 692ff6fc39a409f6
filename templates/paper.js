"use strict";
// Sort and search for long tables. Everything can be read without it.
const value = (row, place, isNumber) => {
  const text = row.cells[place].textContent.trim();
  if (!isNumber) return text.toLowerCase();
  const digits = text.replace("−", "-").replace(/[^0-9.-]/g, "");
  return digits === "" ? -Infinity : Number(digits);
};
for (const holder of document.querySelectorAll("[data-register]")) {
  const table = holder.querySelector("table"), body = table.tBodies[0], rows = [...body.rows];
  const headings = [...table.tHead.rows[0].cells];
  headings.forEach((heading, place) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = heading.textContent;
    heading.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = heading.getAttribute("aria-sort") === "ascending", isNumber = heading.classList.contains("number");
      headings.forEach((other) => other.removeAttribute("aria-sort"));
      heading.setAttribute("aria-sort", down ? "descending" : "ascending");
      const keyed = rows.map((row) => [value(row, place, isNumber), row]);
      keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0) * (down ? -1 : 1));
      body.append(...keyed.map(([, row]) => row));
    });
  });
  const filter = document.createElement("div"), label = document.createElement("label");
  const input = document.createElement("input"), status = document.createElement("p");
  filter.className = "filter";
  input.type = "search";
  input.id = table.caption.id + "-filter";
  label.htmlFor = input.id;
  label.textContent = "Show only rows with";
  status.setAttribute("role", "status");
  input.addEventListener("input", () => {
    const wanted = input.value.trim().toLowerCase();
    let shown = 0;
    for (const row of rows) shown += !(row.hidden = !row.textContent.toLowerCase().includes(wanted));
    status.textContent = shown + " of " + rows.length + " rows";
  });
  filter.append(label, input, status);
  holder.prepend(filter);
}
for (const holder of document.querySelectorAll("[data-switch]")) {
  const choices = [...holder.querySelectorAll("[data-choice]")];
  const fieldset = document.createElement("fieldset"), legend = document.createElement("legend");
  const show = (wanted) => choices.forEach((one, place) => { one.hidden = place !== wanted; if ("open" in one) one.open = true; });
  legend.textContent = holder.dataset.label;
  fieldset.className = "switch";
  fieldset.append(legend);
  choices.forEach((choice, place) => {
    const label = document.createElement("label"), input = document.createElement("input");
    input.type = "radio";
    input.name = holder.id;
    input.checked = place === 0;
    input.addEventListener("change", () => show(place));
    label.append(input, " " + choice.dataset.choice);
    fieldset.append(label);
  });
  holder.classList.add("scripted");
  holder.prepend(fieldset);
  show(0);
}
addEventListener("beforeprint", () => document.querySelectorAll("td details").forEach((one) => { one.open = true; }));
