/**
 * Reads a vendor's event stream without decoding the pictures in it.
 *
 * An event of OpenAI's Images API is one `data:` line of JSON with a `b64_json` of megabytes in it. That string is
 * handed on as bytes as it arrives; what stands around it, some hundred bytes, is kept and parsed when the event ends.
 */
import { EdgeError } from "../errors.ts";

/** Bytes of an event that are not the picture. */
const SMALL = 16_384;
/** How much of a chunk is searched for the picture's beginning at a time. */
const LOOK = 4096;
const MARK = /"b64_json"\s*:\s*"/;
const [NEWLINE, QUOTE, BACKSLASH] = [10, 34, 92];

/** `picture` opens a picture, whose `bytes` follow, up to `event`, which has the rest of the event's fields. */
export type Piece =
  | { readonly kind: "picture"; readonly name: string }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "event"; readonly name: string; readonly fields: Readonly<Record<string, unknown>> };

/** The pieces of an event stream. Throws vendor/malformed; ends silently where the stream ends. */
export async function* cut(body: AsyncIterable<Uint8Array>): AsyncGenerator<Piece> {
  const cutter = new Cutter();
  for await (const chunk of body) yield* cutter.take(chunk);
}

class Cutter {
  #line = ""; // bytes as Latin-1: one letter a byte, so that places in text are places in bytes
  #name = "";
  #data = "";
  #inside = false;
  #cut = false;

  *take(chunk: Uint8Array): Generator<Piece> {
    let at = 0;
    while (at < chunk.length) {
      const rest = chunk.subarray(at);
      if (this.#inside) {
        const bytes = this.#picture(rest);
        if (bytes.length) yield { kind: "bytes", bytes };
        at += bytes.length;
        continue;
      }
      const [used, opened] = this.#text(rest);
      at += used;
      if (opened) yield { kind: "picture", name: this.#name };
      else if (this.#ended()) yield* this.#close();
    }
  }

  /** What of `rest` belongs to the picture; leaves its closing quote. */
  #picture(rest: Uint8Array): Uint8Array {
    const quote = rest.indexOf(QUOTE);
    const bytes = quote < 0 ? rest : rest.subarray(0, quote);
    if (bytes.includes(NEWLINE) || bytes.includes(BACKSLASH)) throw new EdgeError("vendor/malformed");
    this.#inside = quote < 0;
    return bytes;
  }

  /** Adds to the line up to its end or the picture's beginning: how many bytes were used, whether a picture opens. */
  #text(rest: Uint8Array): [number, boolean] {
    const newline = rest.indexOf(NEWLINE);
    const length = Math.min(newline < 0 ? rest.length : newline + 1, LOOK);
    const before = this.#line.length;
    this.#line += String.fromCharCode(...rest.subarray(0, length));
    const mark = this.#cut || !this.#line.startsWith("data:") ? null : MARK.exec(this.#line);
    if (mark) {
      this.#line = this.#line.slice(0, mark.index + mark[0].length);
      this.#inside = this.#cut = true;
      return [this.#line.length - before, true];
    }
    if (this.#line.length + this.#data.length > SMALL) throw new EdgeError("vendor/malformed");
    return [length, false];
  }

  #ended(): boolean {
    return this.#line.endsWith("\n");
  }

  *#close(): Generator<Piece> {
    const line = this.#line.replace(/\r?\n$/, "");
    this.#line = "";
    if (line.startsWith("event:")) this.#name = line.slice(6).trim();
    if (line.startsWith("data:")) this.#data += line.slice(5);
    if (line) return;
    const [name, data] = [this.#name, this.#data];
    this.#name = this.#data = "";
    this.#cut = false;
    if (data && data.trim() !== "[DONE]") yield { kind: "event", name, fields: fields(data) };
  }
}

function fields(data: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(data);
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch { /* said below */ }
  throw new EdgeError("vendor/malformed");
}
