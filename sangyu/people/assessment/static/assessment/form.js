// Live totals, the preliminary level and the hints of the form, from the policy data that the server scores by.
// The form works without it: what counts is what the server scores.
"use strict";

(() => {
  const form = document.getElementById("as-form");
  const holder = document.querySelector("[data-as-policy]");
  const live = document.getElementById("as-live");
  if (!form || !holder || !live) return;
  const policy = JSON.parse(holder.dataset.asPolicy);

  const scores = () =>
    Object.fromEntries(
      [...form.querySelectorAll("input[data-as-score]:checked")].map((input) => [input.name, Number(input.dataset.asScore)]),
    );

  const holds = (given, [item, least, most]) =>
    item in given && (least === null || given[item] >= least) && (most === null || given[item] <= most);

  const items = [...new Set([...form.querySelectorAll("input[data-as-score]")].map((input) => input.name))];

  function show() {
    const given = scores();
    for (const place of form.querySelectorAll("[data-as-section]")) {
      const own = items.filter((name) => name.startsWith(`${place.dataset.asSection}.`) && name in given);
      place.textContent = own.reduce((sum, name) => sum + given[name], 0);
    }
    const total = Object.values(given).reduce((sum, score) => sum + score, 0);
    const left = items.filter((name) => !(name in given));
    const band = left.length ? null : policy.bands.find(([least, most]) => total >= least && total <= most);
    live.querySelector("[data-as-total]").textContent = total;
    live.querySelector("[data-as-level]").textContent = band ? policy.levels[band[2]] : "";
    const open = live.querySelector("[data-as-left]");
    open.textContent = left.length ? `${open.dataset.asLeftText} ${left.join(" ")}` : "";
    const found = policy.hints.filter((hint) => hint.when.every((one) => holds(given, one)));
    live.querySelector("[data-as-hints]").replaceChildren(
      ...found.map((hint) => Object.assign(document.createElement("li"), { textContent: hint.text })),
    );
    live.hidden = false;
  }

  form.addEventListener("change", show);
  show();
})();
