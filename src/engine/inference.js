// Hosts onnxruntime-web. JavaScript because the runtime is; it knows tensors, not pictures. The page hands it the
// weights (bytes and their sha256), the engine hands it tensors over a MessagePort. Confined like the engine.

import { confined, drop } from "./confine.js";

const sessions = new Map();
const IDLE_MS = 1500; // without a question for this long, the person is still choosing a photo
let ort, proof, threads = 1, asked = false;
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
    asked = true;
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
    setTimeout(() => { if (!asked) turn = turn.then(() => warm(session)); }, IDLE_MS);
    self.postMessage({ kind: "loaded", model, ms: performance.now() - started, threads });
  } catch (error) {
    console.warn("model session:", error?.message ?? error);
    fail("model/session");
  }
}

// The first run of a network is slow (its code is compiled then): it is made on nothing while the person still chooses.
async function warm(session) {
  const [{ name, shape, type }] = session.inputMetadata;
  if (type !== "float32" || !shape.every(Number.isInteger)) return;
  const { Tensor } = await ort;
  const size = shape.reduce((a, b) => a * b, 1);
  await session.run({ [name]: new Tensor(type, new Float32Array(size), shape) }).catch(() => {}); // the real run will say it
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
