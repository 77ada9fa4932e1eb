// Hosts onnxruntime-web. JavaScript because the runtime is; it knows tensors, not pictures. The page hands it the
// weights (bytes and their sha256), the engine hands it tensors over a MessagePort. Confined like the engine. Our own
// networks share one such worker, a person's own has one to itself: ending it is the only way to give its memory back.

import { confined, drop } from "./confine.js";
import { outside } from "./outside.js";

const sessions = new Map();
const IDLE_MS = 1500; // without a question for this long, the person is still choosing a photo
let ort, proof, threads = 1, provider = "wasm", asked = false;
let turn = Promise.resolve(); // one run at a time: a session is not re-entrant

// What is moved to where nobody listens is given back at once; all else waits for a garbage collection, which comes late
// in a thread that makes little garbage but of many megabytes.
const nowhere = new MessageChannel();
nowhere.port2.close();
const free = (buffer) => buffer.byteLength && nowhere.port1.postMessage(0, [buffer]);

// Garbage is collected beside whatever comes next once there was nothing to do for a moment; see freeing.py.
const FELT = 128 << 20, QUIET_MS = 250;
let quiet;
function rest() {
  clearTimeout(quiet);
  quiet = setTimeout(() => { try { free(new ArrayBuffer(FELT)); } catch {} }, QUIET_MS);
}

self.onmessage = ({ data, ports }) => {
  if (data.kind === "boot") boot(data);
  if (data.kind === "connect") connect(ports[0]);
  if (data.kind === "load") turn = turn.then(() => load(data));
  if (data.kind === "probe") turn = turn.then(() => probe(data));
  if (data.kind === "release") turn = turn.then(() => release(data));
};

function boot({ base, runtime, script, threads: wanted, provider: chosen, pages }) {
  threads = self.crossOriginIsolated ? wanted : 1;
  provider = chosen;
  if (pages) limit(pages);
  proof = confined();
  ort = import(new URL(runtime + script, base).href).then((module) => {
    module.env.wasm.wasmPaths = new URL(runtime, base).href;
    module.env.wasm.numThreads = threads;
    module.env.logLevel = "error";
    return module;
  });
  ort.catch(() => {}); // load says it
}

// The runtime asks for a memory that may grow to 4 GB. A network that wants more than it is given fails in here, and
// not the tab around it.
function limit(pages) {
  const { Memory } = WebAssembly;
  WebAssembly.Memory = function (wanted) {
    return new Memory({ ...wanted, maximum: Math.min(wanted.maximum ?? pages, pages) });
  };
  WebAssembly.Memory.prototype = Memory.prototype;
}

// A line to an engine; a restarted engine brings a new one.
function connect(port) {
  port.onmessage = ({ data }) => {
    asked = true;
    turn = turn.then(() => run(port, data));
  };
}

const hex = (digest) => [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

async function load({ model, bytes, sha256, warm }) {
  const fail = (code) => self.postMessage({ kind: "failed", model, code });
  if (sessions.has(model)) return self.postMessage({ kind: "loaded", model, ms: 0, threads }); // who asked first gave up
  if (!(await proof)) return fail("engine/not-confined");
  if (sha256 && hex(await crypto.subtle.digest("SHA-256", bytes)) !== sha256) return fail("model/hash");
  try {
    const started = performance.now();
    // Our own networks are read from outside the runtime's memory. A person's may be anything: it is given whole, and given
    // back when the runtime asks for external data, which it does when it has copied the file and before it unpacks it.
    const whole = new Uint8Array(bytes), parts = sha256 ? outside(whole) : null;
    const weights = { get externalData() { return parts ? parts.externalData : void free(bytes); } };
    const options = Object.assign(weights, { executionProviders: [provider], logSeverityLevel: 3 });
    const session = await (await ort).InferenceSession.create(parts ? parts.file : whole, options);
    drop(); // the runtime and its threads are up
    free(bytes);
    sessions.set(model, session);
    rest();
    if (warm) setTimeout(() => { if (!asked) turn = turn.then(() => onNothing(session, [])).catch(() => {}); }, IDLE_MS);
    self.postMessage({ kind: "loaded", model, ms: performance.now() - started, threads });
  } catch (error) {
    console.warn("model session:", error?.message ?? error);
    fail(memoryEnded(error) ? "model/memory" : "model/session");
  }
}

// The first run of a network is slow where its code is compiled then: it is made on nothing while the person still chooses.
// What a network answers to nothing of the size `wanted`; of its own size where it has one and none is wanted.
async function onNothing(session, wanted) {
  const [{ name, shape, type }] = session.inputMetadata;
  const size = wanted.length ? wanted : shape;
  if (type !== "float32" || !size.every(Number.isInteger)) throw new TypeError("not a tensor of float32");
  const { Tensor } = await ort;
  const input = new Tensor(type, new Float32Array(size.reduce((a, b) => a * b, 1)), size);
  rest();
  return (await session.run({ [name]: input }, [session.outputNames[0]]))[session.outputNames[0]];
}

// Whether a network takes what the editor would give it, what it answers, and how long that takes the second time.
async function probe({ model, shape, fill }) {
  try {
    const session = sessions.get(model);
    const [{ name }] = session.inputMetadata;
    const { Tensor } = await ort;
    const data = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => fill * Math.sin(i * 0.37));
    let output, ms;
    for (let round = 0; round < 2; round++) {
      const started = performance.now();
      output = (await session.run({ [name]: new Tensor("float32", data, shape) }))[session.outputNames[0]];
      ms = performance.now() - started;
    }
    const values = Float32Array.from(output.data);
    self.postMessage({ kind: "probed", model, ms, shape: Array.from(output.dims), values }, [values.buffer]);
  } catch (error) {
    console.warn("model probe:", error?.message ?? error);
    self.postMessage({ kind: "failed", model, code: memoryEnded(error) ? "model/memory" : "model/shape" });
  }
}

async function release({ model }) {
  const session = sessions.get(model);
  sessions.delete(model);
  await session?.release();
}

async function run(port, { id, model, shape, data }) {
  try {
    const session = sessions.get(model);
    if (!session) return port.postMessage({ id, code: "model/unknown" });
    const { Tensor } = await ort;
    const input = new Tensor("float32", new Float32Array(data), shape);
    const wanted = session.outputNames[0];
    const output = (await session.run({ [session.inputNames[0]]: input }, [wanted]))[wanted];
    const values = Float32Array.from(output.data); // its own buffer, to be moved
    port.postMessage({ id, threads, shape: Array.from(output.dims), data: values.buffer }, [values.buffer]);
    output.dispose?.();
    free(data);
    rest();
  } catch (error) {
    console.warn("model run:", error?.message ?? error);
    port.postMessage({ id, code: memoryEnded(error) ? "model/memory" : "model/run" });
  }
}

const memoryEnded = (error) => error instanceof RangeError || /bad_alloc|overflow|out of memory|memory access|Failed to allocate|Array buffer allocation/i.test(String(error?.message ?? error));
