// Forms of assessments on this device: every answer is kept as it is given, a form that cannot be sent waits, and what
// waits is sent once there is a network. The server takes the same form (`ref`) once, however often it is sent.
"use strict";

(() => {
  const NOT_KEPT = new Set(["csrfmiddlewaretoken", "sy_page"]);
  const form = document.getElementById("as-form");
  const outbox = document.getElementById("as-outbox");
  if (!("serviceWorker" in navigator) || !("indexedDB" in window)) return;

  // the store: one record for each form, by its ref
  const opened = new Promise((resolve, reject) => {
    const request = indexedDB.open("sangyu-assessments", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("forms", { keyPath: "ref" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  async function store(mode, deed) {
    const transaction = (await opened).transaction("forms", mode);
    const request = deed(transaction.objectStore("forms"));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  }
  const all = () => store("readonly", (forms) => forms.getAll());
  const put = (record) => store("readwrite", (forms) => forms.put(record));
  const remove = (ref) => store("readwrite", (forms) => forms.delete(ref));

  const who = () => outbox?.dataset.asAccount || "";

  function record(state) {
    const fields = [...new FormData(form)].filter(([name]) => !NOT_KEPT.has(name));
    return { ref: form.elements.ref.value, account: who(), url: location.pathname, title: document.title, fields, state, at: new Date().toISOString() };
  }

  function restore({ fields }) {
    const given = new Map();
    for (const [name, value] of fields) given.set(name, [...(given.get(name) || []), value]);
    for (const control of form.elements) {
      if (!control.name || NOT_KEPT.has(control.name)) continue;
      const values = given.get(control.name) || [];
      if (control.type === "radio" || control.type === "checkbox") control.checked = values.includes(control.value);
      else if (values.length) control.value = values[0];
    }
    form.dispatchEvent(new Event("change"));
  }

  function say(name) {
    const place = document.getElementById("as-state");
    if (!place) return;
    place.textContent = name ? place.dataset[name] : "";
    place.hidden = !name;
  }

  // the worker
  async function tellWorker(message) {
    const registration = await navigator.serviceWorker.ready;
    const channel = new MessageChannel();
    const answered = new Promise((resolve) => { channel.port1.onmessage = resolve; });
    registration.active.postMessage(message, [channel.port2]);
    await answered;
  }
  function assets() {
    const links = [...document.querySelectorAll("link[rel=stylesheet]")].map((link) => link.href);
    return [...links, ...[...document.scripts].map((script) => script.src).filter(Boolean)];
  }

  // sending
  async function sendOne(kept) {
    const page = await fetch(kept.url, { headers: { Accept: "text/html" } });
    if (page.redirected || page.status === 403) return "waiting"; // signed out: not refused, only not yet
    const read = new DOMParser().parseFromString(await page.text(), "text/html");
    const token = read.querySelector("[name=csrfmiddlewaretoken]") || form?.elements.csrfmiddlewaretoken;
    const body = new URLSearchParams(kept.fields);
    if (token) body.set("csrfmiddlewaretoken", token.value);
    const answer = await fetch(kept.url, { method: "POST", body, headers: { Accept: "text/html" } });
    if (answer.redirected && /\/results\/\d+\/$/.test(answer.url)) return "sent";
    if (answer.status === 409) return "conflict";
    if (answer.status === 422) return "refused";
    return "waiting";
  }

  let isSending = false;
  async function sync() {
    if (isSending || !navigator.onLine) return;
    isSending = true;
    try {
      for (const kept of await all()) {
        if (kept.state !== "waiting" || kept.account !== who()) continue;
        const state = await sendOne(kept);
        if (state === "sent") { await remove(kept.ref); await tellWorker({ drop: [new URL(kept.url, location).href] }); }
        else await put({ ...kept, state });
      }
    } catch { /* no network after all: what waits goes on waiting */ }
    isSending = false;
    await show();
  }

  async function show() {
    if (!outbox) return;
    const waiting = (await all()).filter((kept) => kept.state !== "draft" && kept.account === who());
    outbox.hidden = !waiting.length;
    outbox.querySelector("ul").replaceChildren(...waiting.map((kept) => {
      const line = document.createElement("li");
      const link = Object.assign(document.createElement("a"), { href: kept.url, textContent: kept.title });
      line.append(link, ` · ${outbox.dataset[kept.state]}`);
      return line;
    }));
  }

  async function begin() {
    await navigator.serviceWorker.register("/assessments/worker.js");
    if (form) {
      const mine = (await all()).filter((kept) => kept.url === location.pathname && kept.account === who());
      const kept = mine.find((one) => one.state !== "draft") || mine[0];
      if (kept && !form.querySelector("[data-as-answered]")) { restore(kept); say(kept.state === "draft" ? "restored" : kept.state); }
      form.addEventListener("change", () => put(record("draft")));
      form.addEventListener("submit", submit, true);
      if (navigator.onLine) await tellWorker({ keep: [location.href, ...assets()] }).catch(() => {});
      document.documentElement.dataset.asKept = "yes";
    }
    const done = document.querySelector("[data-as-done]");
    if (done) await remove(done.dataset.asDone);
    await sync();
    await show();
  }

  let isPassed = false;
  function submit(event) {
    if (isPassed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    form.removeAttribute("data-sy-dirty");
    if (!form.elements.filled_at.value) form.elements.filled_at.value = new Date().toISOString();
    (async () => {
      const state = navigator.onLine ? "draft" : "waiting";
      await put(record(state));
      if (state === "waiting") { say("waiting"); return; }
      isPassed = true;
      form.requestSubmit();
    })();
  }

  window.addEventListener("online", sync);
  begin();
})();
