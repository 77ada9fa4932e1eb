// Hosts onnxruntime-web. JavaScript because the runtime is; it knows tensors, not pictures. The page hands it the
// weights (bytes and their sha256), the engine hands it tensors over a MessagePort. Confined like the engine.

import { confined, drop } from "./confine.js";

const sessions = new Map();
let ort, proof, threads = 1;
let turn = Promise.resolve(); // one run at a time: a session is not re-entrant

self.onmessage = ({ data, ports }) => {
  if (data.kind === "boot") boot(data);
  if (data.kind === "connect") connect(ports[0]);
  if (data.kind === "load") load(data);
};

function boot({ base, runtime, threads: wanted }) {
  threads = self.crossOriginIsolated ? wanted : 1;
  proof = confined();
  ort = import(new URL(runtime + "ort.wasm.min.mjs", base).href).then((module) => {
    module.env.wasm.wasmPaths = new URL(runtime, base).href;
    module.env.wasm.numThreads = threads;
    module.env.logLevel = "error";
    return module;
  });
}

// A line to an engine; a restarted engine brings a new one.
function connect(port) {
  port.onmessage = ({ data }) => {
    turn = turn.then(() => run(port, data));
  };
}

async function load({ model, bytes, sha256 }) {
  const fail = (code) => self.postMessage({ kind: "failed", model, code });
  if (!(await proof)) return fail("engine/not-confined");
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  if ([...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("") !== sha256) return fail("model/hash");
  try {
    const started = performance.now();
    const session = await (await ort).InferenceSession.create(new Uint8Array(bytes), { executionProviders: ["wasm"] });
    drop(); // the runtime and its threads are up
    sessions.set(model, session);
    self.postMessage({ kind: "loaded", model, ms: performance.now() - started, threads });
  } catch (error) {
    console.warn("model session:", error?.message ?? error);
    fail("model/session");
  }
}

async function run(port, { id, model, shape, data }) {
  try {
    const session = sessions.get(model);
    if (!session) return port.postMessage({ id, code: "model/unknown" });
    const { Tensor } = await ort;
    const input = new Tensor("float32", new Float32Array(data), shape);
    const output = (await session.run({ [session.inputNames[0]]: input }))[session.outputNames[0]];
    const values = Float32Array.from(output.data); // its own buffer, to be moved
    port.postMessage({ id, threads, shape: Array.from(output.dims), data: values.buffer }, [values.buffer]);
    output.dispose?.();
  } catch (error) {
    console.warn("model run:", error?.message ?? error);
    port.postMessage({ id, code: "model/run" });
  }
}
