// The console's own behaviour: dialogs, menus, bulk selection, file drop, shortcuts, palette. Pages work without it.
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const one = (selector, root = document) => root.querySelector(selector);
  const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

  // A phone shows a table's rows as cards; each cell then carries its column's name.
  function labelCells(root) {
    for (const table of all("table.sy-stack", root)) {
      const names = all("thead th", table).map((cell) => cell.textContent.trim());
      for (const row of all("tbody tr", table))
        [...row.children].forEach((cell, index) => {
          if (names[index] && !cell.dataset.label) cell.dataset.label = names[index];
        });
    }
  }

  function countChecked(bar) {
    const checked = all(`input[name="ids"][form="${bar.id}"]:checked`).length;
    bar.classList.toggle("sy-on", checked > 0);
    one("[data-sy-bulk-count]", bar).textContent = checked;
    all("button", bar).forEach((button) => { button.disabled = checked === 0; });
  }

  // Charts and maps come with their own scripts, fetched only where one is shown.
  function draw(root) {
    if (!one("[data-sy-chart], [data-sy-map]", root)) return;
    if (window.syDraw) { window.syDraw(root); return; }
    if (one("script[data-sy-drawing]")) return;
    const script = document.createElement("script");
    script.src = document.body.dataset.syDraw;
    script.dataset.syDrawing = "";
    document.head.append(script);
  }

  function prepare(root) {
    labelCells(document);
    all("[data-sy-bulk]").forEach(countChecked);
    one("[data-sy-focus]", root)?.focus();
    draw(root);
  }

  document.addEventListener("change", (event) => {
    const { target } = event;
    if (target.dataset.syAll)
      all(`input[name="ids"][form="${target.dataset.syAll}-bulk"]`).forEach((box) => { box.checked = target.checked; });
    if (target.name === "ids" || target.dataset.syAll) all("[data-sy-bulk]").forEach(countChecked);
    if (target.type === "file") {
      const name = target.closest("[data-sy-drop]")?.querySelector(".sy-drop-name");
      if (name) name.textContent = [...target.files].map((file) => file.name).join(", ");
    }
    target.closest("form[data-sy-guard]")?.setAttribute("data-sy-dirty", "");
  });

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-sy-open]");
    const dialog = opener && document.getElementById(opener.dataset.syOpen);
    if (dialog) { event.preventDefault(); dialog.showModal(); }
    event.target.closest("[data-sy-close]")?.closest(".sy-toast")?.remove();
    if (event.target.matches("dialog.sy-dialog")) event.target.close();
    all("details.sy-menu[open]").forEach((menu) => { if (!menu.contains(event.target) || opener) menu.open = false; });
    const target = event.target.closest(".sy-summary a[href^='#']");
    if (target) { event.preventDefault(); document.getElementById(target.hash.slice(1))?.focus(); }
  });

  document.addEventListener("submit", (event) => {
    const { target } = event;
    if (target.dataset.syConfirm && !window.confirm(target.dataset.syConfirm)) { event.preventDefault(); return; }
    target.removeAttribute("data-sy-dirty");
    if (target.method !== "post" || target.hasAttribute("hx-post")) return;
    // After the event, so that the pressed button's own value is still sent.
    setTimeout(() => all("button[type=submit], button:not([type])", target).forEach((button) => { button.disabled = true; }));
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) all("form[method=post] button:disabled").forEach((button) => { button.disabled = false; });
  });
  window.addEventListener("beforeunload", (event) => { if (one("form[data-sy-dirty]")) event.preventDefault(); });

  for (const kind of ["dragover", "dragleave", "drop"])
    document.addEventListener(kind, (event) => {
      const zone = event.target.closest?.("[data-sy-drop]");
      if (!zone) return;
      event.preventDefault();
      zone.classList.toggle("sy-over", kind === "dragover");
      const input = one("input[type=file]", zone);
      if (kind === "drop" && input) {
        input.files = event.dataTransfer.files;
        input.dispatchEvent(new Event("change", { bubbles: true }));
      }
    });

  // Keys: / searches, g and a letter goes to a page, ? lists the keys, Ctrl-K opens the palette.
  let waiting = 0;
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") all("details.sy-menu[open]").forEach((menu) => { menu.open = false; one("summary", menu).focus(); });
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") { event.preventDefault(); openPalette(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || one("dialog[open]")) return;
    if (event.key === "/") { event.preventDefault(); one("#sy-search")?.focus(); }
    else if (event.key === "?") one("#sy-keys")?.showModal();
    else if (event.key === "g") waiting = Date.now();
    else if (Date.now() - waiting < 1500) { waiting = 0; all("[data-sy-go]").find((link) => link.dataset.syGo === event.key)?.click(); }
  });

  const palette = one("#sy-palette");
  const pages = all(".sy-nav a").map((link) => ({ text: one("span", link).textContent.trim(), url: link.href }));
  let chosen = 0;

  function openPalette() {
    if (!palette || palette.open) return;
    one("input", palette).value = "";
    offer();
    palette.showModal();
  }

  function offer() {
    const asked = one("input", palette).value.trim();
    const found = pages.filter((page) => page.text.toLowerCase().includes(asked.toLowerCase()));
    if (asked && palette.dataset.sySearch)
      found.push({ text: one("#sy-palette-search").content.textContent.replace("{query}", asked), search: asked });
    one("ul", palette).replaceChildren(...found.map((page, index) => {
      const item = document.createElement("li");
      Object.assign(item, { id: `sy-option-${index}`, role: "option", textContent: page.text });
      if (page.search) item.dataset.search = page.search; else item.dataset.url = page.url;
      return item;
    }));
    choose(0);
  }

  function choose(index) {
    const options = all("li", palette);
    chosen = Math.max(0, Math.min(index, options.length - 1));
    options.forEach((option, at) => option.setAttribute("aria-selected", at === chosen));
    options[chosen]?.scrollIntoView({ block: "nearest" });
    one("input", palette).setAttribute("aria-activedescendant", options.length ? `sy-option-${chosen}` : "");
  }

  palette?.addEventListener("input", offer);
  // What is typed may be somebody's number: it goes by the search form, never into an address.
  function goTo(item) {
    if (item.dataset.url) { location.assign(item.dataset.url); return; }
    const box = one("#sy-search");
    box.value = item.dataset.search;
    box.form.requestSubmit();
  }

  palette?.addEventListener("click", (event) => { const item = event.target.closest("li"); if (item) goTo(item); });
  palette?.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") { event.preventDefault(); choose(chosen + 1); }
    if (event.key === "ArrowUp") { event.preventDefault(); choose(chosen - 1); }
    if (event.key === "Enter") { event.preventDefault(); all("li", palette)[chosen]?.click(); }
  });

  document.addEventListener("htmx:afterSettle", (event) => prepare(event.target));
  prepare(document);
})();
