/** For test_edge_parts.py: runs one of the functions' small parts on a JSON value from standard input. */
import { allowed, isPrivate } from "../../edge_functions/_shared/address.ts";
import { Decoder, Encoder } from "../../edge_functions/_shared/base64.ts";
import { cut } from "../../edge_functions/_shared/vendors/sse_cutter.ts";

const text = new TextDecoder();
const bytes = (letters: string) => new TextEncoder().encode(letters);

/** The pieces of an event stream that arrives in chunks of one size. */
async function pieces({ stream, size }: { stream: string; size: number }): Promise<unknown> {
  const whole = bytes(stream);
  async function* chunks() {
    for (let at = 0; at < whole.length; at += size) yield whole.subarray(at, at + size);
  }
  const found: unknown[] = [];
  let picture = "";
  for await (const piece of cut(chunks())) {
    if (piece.kind === "bytes") picture += text.decode(piece.bytes);
    else found.push(piece.kind === "event" ? { ...piece, picture } : piece);
    if (piece.kind === "event") picture = "";
  }
  return found;
}

/** Whether an address may be opened when its name leads to these addresses. */
async function opened({ address, hosts, leads }: { address: string; hosts: string[]; leads: string[] }): Promise<boolean> {
  const resolve = (_: string, kind: string) => Promise.resolve(leads.filter((one) => one.includes(":") === (kind === "AAAA")));
  return await allowed(address, hosts, resolve).then(() => true, () => false);
}

/** Base64 and back in pieces of one size. */
function coded({ base64, size }: { base64: string; size: number }): string {
  const [decoder, encoder] = [new Decoder(), new Encoder()];
  let out = "";
  for (let at = 0; at < base64.length; at += size) {
    out += text.decode(encoder.take(decoder.take(bytes(base64.slice(at, at + size)))));
  }
  return out + text.decode(encoder.end());
}

const parts: Record<string, (value: never) => unknown> = { pieces, opened, coded, private: isPrivate };
const given = JSON.parse(await new Response(Deno.stdin.readable).text()) as [string, never][];
const results = given.map(async ([name, value]) => {
  try {
    return await parts[name]?.(value);
  } catch (thrown) {
    return `error: ${(thrown as Error).message}`;
  }
});
console.log(JSON.stringify(await Promise.all(results)));
