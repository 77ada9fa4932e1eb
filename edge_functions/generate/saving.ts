/** Keeps a vendor's picture in the person's private folder while it streams by. */
import { Decoder } from "../_shared/base64.ts";
import type { Supabase } from "../_shared/supabase.ts";
import type { Picture } from "../_shared/vendors/vendor.ts";

/** One picture on its way into the bucket. Trouble with the bucket never disturbs the picture on the screen. */
export class Saver {
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #stored: Promise<boolean>;
  readonly #decoder: Decoder | null;
  #sound = true;
  #bytes = 0;

  constructor(supabase: Supabase, readonly path: string, { type, encoding }: Picture) {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    this.#writer = writable.getWriter();
    this.#decoder = encoding === "base64" ? new Decoder() : null;
    this.#stored = supabase.store(path, type, readable).catch(() => false);
    // A bucket that does not take the rest would hold the writer for ever.
    this.#stored.then((stored) => {
      if (!stored) this.#writer.abort().catch(() => {});
    });
  }

  /** Bytes of the picture so far. */
  get bytes(): number {
    return this.#bytes;
  }

  async write(piece: Uint8Array): Promise<void> {
    if (!this.#sound) return;
    try {
      const bytes = this.#decoder ? this.#decoder.take(piece) : piece;
      this.#bytes += bytes.length;
      await this.#writer.write(bytes);
    } catch {
      this.#sound = false;
    }
  }

  /** Ends the file. Resolves to whether it is stored; `complete` false throws it away. */
  async close(complete: boolean): Promise<boolean> {
    const end = complete && this.#sound ? this.#writer.close() : this.#writer.abort();
    await end.catch(() => {});
    return await this.#stored && complete;
  }
}

/** Where picture number `image` of a request lies: the person's own folder, which the bucket's policy opens to them alone. */
export function savedPath(person: string, request: string, image: number, type: Picture["type"]): string {
  return `${person}/${request}-${image}.${type.slice("image/".length)}`;
}
