/**
 * Server-sent events to one browser, written whole or piece by piece, with backpressure.
 *
 * One event is written at a time; who wants to write another waits. A writer goes on only when the browser has taken
 * what was written, so at most `ROOM` bytes lie here. `gone` aborts when the browser goes away.
 */

/** Bytes that may wait for the browser. */
export const ROOM = 16_384;

const TEXT = new TextEncoder();

/** Thrown to a writer whose reader has gone. */
export class Gone extends Error {}

/** The writing end of an event stream; `body` is the other. */
export class Events {
  readonly body: ReadableStream<Uint8Array>;
  readonly #gone = new AbortController();
  #out!: ReadableStreamDefaultController<Uint8Array>;
  #roomy: (() => void) | null = null;
  #turn: Promise<void> = Promise.resolve();
  #ended = false;
  readonly #beat: ReturnType<typeof setInterval>;
  #waiting = 0;

  constructor(beatMs: number) {
    this.body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#out = controller;
      },
      pull: () => this.#wake(),
      cancel: () => {
        this.#ended = true;
        clearInterval(this.#beat);
        this.#gone.abort(new Gone());
        this.#wake();
      },
    }, new ByteLengthQueuingStrategy({ highWaterMark: ROOM }));
    // Keeps proxies from closing a silent connection.
    this.#beat = setInterval(() => {
      if (!this.#waiting) this.#exclusive(() => this.#write(TEXT.encode(":\n\n"))).catch(() => {});
    }, beatMs);
  }

  /** Aborts when the browser has gone; not after a normal end. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  /** Writes one small event. Throws Gone. */
  send(event: string, data: Readonly<Record<string, unknown>>): Promise<void> {
    return this.#exclusive(() => this.#write(TEXT.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)));
  }

  /**
   * Writes one event whose field `b64` is given in pieces: `head` before it, what `fill` returns after it.
   * `complete` says whether `fill` came to its end; if it throws, the event is closed properly first.
   */
  stream(
    event: string,
    head: Readonly<Record<string, unknown>>,
    fill: (write: (base64: Uint8Array) => Promise<void>) => Promise<Readonly<Record<string, unknown>>>,
  ): Promise<void> {
    return this.#exclusive(async () => {
      await this.#write(TEXT.encode(`event: ${event}\ndata: ${JSON.stringify(head).slice(0, -1)},"b64":"`));
      let tail: Readonly<Record<string, unknown>> = {};
      let complete = false;
      try {
        tail = await fill((piece) => this.#write(piece));
        complete = true;
      } finally {
        const rest = JSON.stringify({ ...tail, complete }).slice(1);
        await this.#write(TEXT.encode(`",${rest}\n\n`)).catch(() => {});
      }
    });
  }

  /** Ends the stream. */
  close(): void {
    clearInterval(this.#beat);
    if (!this.#ended) this.#out.close();
    this.#ended = true;
  }

  #wake(): void {
    this.#roomy?.();
    this.#roomy = null;
  }

  #exclusive(work: () => Promise<void>): Promise<void> {
    this.#waiting += 1;
    const mine = this.#turn.then(work).finally(() => this.#waiting -= 1);
    this.#turn = mine.catch(() => {});
    return mine;
  }

  async #write(bytes: Uint8Array): Promise<void> {
    if (this.#ended) throw new Gone();
    this.#out.enqueue(bytes);
    if ((this.#out.desiredSize ?? 0) > 0) return;
    await new Promise<void>((resolve) => this.#roomy = resolve);
    if (this.#ended) throw new Gone();
  }
}
