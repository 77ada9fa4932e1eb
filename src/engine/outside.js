// Lets the runtime take a network's weights straight from its file. JavaScript because it runs beside the runtime.
// Given a whole file it makes one copy of it, a second one as it reads it and a third of each tensor, in a memory that
// never shrinks. Given a graph whose weights lie outside, it copies each tensor once: the graph is written anew here,
// and the file that its weights lie in is the one that came.

const LEAST = 1024; // bytes from which a tensor stays outside
const GRAPH = 7, INITIALIZER = 5, RAW = 9, EXTERNAL = 13, LOCATION = 14; // fields of ONNX's ModelProto, GraphProto, TensorProto
const LENGTH = 2; // the wire type of what has a length
const FILE = "weights";

// The graph of `file` (a Uint8Array with an ONNX model) and where the runtime finds its weights.
export function outside(file) {
  const graph = rewritten(file, 0, file.length, (field, from, to) =>
    field === GRAPH && rewritten(file, from, to, (inner, start, end) => inner === INITIALIZER && tensor(file, start, end)));
  return { file: joined(graph), externalData: [{ path: FILE, data: file }] };
}

// The bytes of a message in parts, with those fields that `change` gives other parts for.
function rewritten(file, from, to, change) {
  const parts = [];
  for (const { field, start, begin, end, wire } of fields(file, from, to)) {
    const inner = wire === LENGTH && change(field, begin, end);
    if (inner) parts.push(...message(field, inner));
    else parts.push(file.subarray(start, end));
  }
  return parts;
}

// A tensor without its bytes, or undefined where it keeps them.
function tensor(file, from, to) {
  const all = [...fields(file, from, to)];
  const raw = all.find(({ field }) => field === RAW);
  if (!raw || raw.end - raw.begin < LEAST) return undefined;
  const parts = all.filter((one) => one !== raw && one.field !== LOCATION).map(({ start, end }) => file.subarray(start, end));
  for (const entry of Object.entries({ location: FILE, offset: raw.begin, length: raw.end - raw.begin }))
    parts.push(...message(EXTERNAL, entry.flatMap((text, at) => message(at + 1, [new TextEncoder().encode(String(text))]))));
  return [...parts, new Uint8Array([...number(LOCATION << 3), 1])];
}

function* fields(file, from, to) {
  for (let at = from; at < to; ) {
    const start = at;
    let tag, begin, length;
    [tag, at] = read(file, at);
    const wire = tag & 7;
    if (wire === LENGTH) { [length, begin] = read(file, at); at = begin + length; }
    else if (wire === 0) at = read(file, (begin = at))[1];
    else if (wire === 1 || wire === 5) at = (begin = at) + (wire === 1 ? 8 : 4);
    else throw new TypeError("not an ONNX model");
    if (at > to) throw new TypeError("an ONNX model that is cut off");
    yield { field: Math.floor(tag / 8), wire, start, begin, end: at };
  }
}

// A number of seven bits a byte, the lowest first, and where it ends. (Doubles hold all that is a tag or a length.)
function read(file, at) {
  let value = 0;
  for (let factor = 1; ; factor *= 128) {
    const byte = file[at++];
    value += (byte & 127) * factor;
    if (!(byte & 128)) return [value, at];
  }
}

function number(value) {
  const bytes = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) | 128);
  return [...bytes, value];
}

function message(field, parts) {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return [new Uint8Array([...number(field * 8 + LENGTH), ...number(length)]), ...parts];
}

function joined(parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) { whole.set(part, at); at += part.length; }
  return whole;
}
