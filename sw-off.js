// The way out: copied over sw.js on the host, it takes the place of the service worker in every browser that comes by,
// deletes the program's cached files and unregisters itself. Pictures and a person's own networks are not touched. See docs/deploy.md.

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("aluo-") || name === "aluo.weights").map((name) => caches.delete(name)));
  await self.registration.unregister();
})()));
