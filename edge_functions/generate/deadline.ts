/** Limits of time: for a vendor's next word, and for a whole generation. */
import { EdgeError } from "../_shared/errors.ts";

/** Milliseconds. The platform closes a function's answer after 150 s on the small plan. */
export interface Limits {
  /** Until the first picture begins. */
  readonly first: number;
  /** Between two pieces of a picture. */
  readonly stall: number;
  /** For everything. */
  readonly whole: number;
}

/** The items of `source`; each `next` may take `limit()` milliseconds, then `expired` is called and vendor/timeout thrown. */
export async function* within<T>(
  source: AsyncIterable<T>,
  limit: () => number,
  expired: (error: EdgeError) => void,
): AsyncGenerator<T> {
  const items = source[Symbol.asyncIterator]();
  while (true) {
    const { done, value } = await timed(items.next(), limit(), expired);
    if (done) return;
    yield value;
  }
}

function timed<T>(work: Promise<T>, ms: number, expired: (error: EdgeError) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      const error = new EdgeError("vendor/timeout");
      reject(error);
      expired(error);
    }, ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
