// Proof of confinement, for the workers that see pixels and for the one that may send. JavaScript because it must run before Python does.
// A worker has the policy of its own response, not its page's: only asking shows whether the policy is there.

const UNNEEDED = [
  "fetch", "XMLHttpRequest", "WebSocket", "WebSocketStream", "EventSource", "WebTransport", "importScripts",
  "Worker", "SharedWorker", "BroadcastChannel", "caches", "indexedDB", "Request",
];

// True when a request to a foreign host is stopped by policy and not by chance (an unknown host, a lost network).
export function confined() {
  return new Promise((resolve) => {
    const limit = setTimeout(() => resolve(false), 3000);
    self.addEventListener("securitypolicyviolation", (event) => {
      if (!event.blockedURI.startsWith("https://self-test.invalid")) return;
      clearTimeout(limit);
      resolve(event.disposition === "enforce");
    });
    fetch("https://self-test.invalid/", { mode: "no-cors" }).then(
      () => resolve(false),
      () => setTimeout(() => resolve(false), 500),
    );
  });
}

// Takes away what the worker needs no more. The policy is the wall; this is the lock on the door in it.
// The thread that sends gets a fetch of its own back (egress/worker.js).
export function drop() {
  for (const name of UNNEEDED) {
    for (let holder = self; holder; holder = Object.getPrototypeOf(holder)) delete holder[name];
  }
}
