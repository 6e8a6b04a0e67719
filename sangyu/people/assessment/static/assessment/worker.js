// The service worker of /assessments/: keeps the forms that were opened, and what they are drawn with, for a place
// without network. The network comes first, always; only where there is none does the kept copy answer.
"use strict";

const KEPT = "sangyu-assessments-1";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  const { keep = [], drop = [] } = event.data || {};
  event.waitUntil(
    (async () => {
      const cache = await caches.open(KEPT);
      for (const url of drop) await cache.delete(url);
      for (const url of keep) {
        const response = await fetch(url, { credentials: "same-origin" });
        if (response.ok && !response.redirected) await cache.put(url, response);
      }
      event.ports[0]?.postMessage("kept");
    })(),
  );
});

self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET") return;
  event.respondWith(
    fetch(event.request).catch(async (fault) => {
      const kept = await (await caches.open(KEPT)).match(event.request.url);
      if (kept) return kept;
      throw fault;
    }),
  );
});
