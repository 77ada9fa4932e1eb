// Boots the egress thread's Python (bare.js); from "ready" on, everything is in egress/boot.py. This thread may reach one
// host besides our own; it is never given a picture.

import { listen, python, say } from "./bare.js";
import { confined, drop } from "./confine.js";

listen(boot, () => "egress/boot");

async function boot({ base, pyodide, egress, url, key }) {
  const at = (path) => new URL(path, base).href;
  const proof = confined();
  const ours = (...names) => names.map((name) => at(egress + name));
  const bare = await python(at(pyodide), ours("site.pack", "egress.pack"), ours("_pydantic_core.wasm"));
  if (!(await proof)) return say("failed", { code: "egress/not-confined" });
  const start = bare.runPython("from egress.boot import start; start");
  const outgoing = self.fetch.bind(self);
  drop();
  start(self, url, key, (permit) => gate(outgoing, permit));
  say("ready"); // only now somebody listens
}

// The one way out. `permit` is policy.py and the ledger: it raises for what may not leave. No cookies, no redirects.
function gate(outgoing, permit) {
  const guarded = async (url, { method = "GET", headers = {}, body = null, signal } = {}) => {
    const sent = [...new Headers(headers)];
    const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body ?? new Uint8Array();
    if (!(bytes instanceof Uint8Array)) throw new TypeError("a body is text");
    permit(String(url), method, sent, bytes.length);
    const still = { credentials: "omit", cache: "no-store", redirect: "error", referrerPolicy: "no-referrer" };
    return outgoing(String(url), { method, headers: sent, body: bytes.length ? bytes : null, signal, ...still });
  };
  Object.defineProperty(self, "fetch", { value: guarded });
}
