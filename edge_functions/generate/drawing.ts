/** Draws the images of one attempt with one model, and hands each on to the browser while it arrives. */
import { Encoder } from "../_shared/base64.ts";
import { EdgeError } from "../_shared/errors.ts";
import { type Events, Gone } from "../_shared/events.ts";
import type { Supabase } from "../_shared/supabase.ts";
import type { Job, Picture, Vendor } from "../_shared/vendors/vendor.ts";
import type { Person } from "../_shared/auth.ts";
import { type Limits, within } from "./deadline.ts";
import type { Order } from "./order.ts";
import { savedPath, Saver } from "./saving.ts";

/** A kept picture. */
export interface Saved {
  readonly path: string;
  readonly type: Picture["type"];
  readonly bytes: number;
}

/** What came of an attempt. */
export interface Outcome {
  delivered: number;
  readonly saved: Saved[];
  /** Why an image is missing. */
  error: EdgeError | null;
  /** Whether any picture had begun: from then on no other model is tried. */
  begun: boolean;
}

/** What an attempt needs. */
export interface Attempt {
  readonly order: Order;
  readonly person: Person;
  readonly request: string;
  readonly vendor: Vendor;
  readonly events: Events;
  readonly supabase: Supabase;
  readonly limits: Limits;
  readonly signal: AbortSignal;
}

/** What one picture may have: the bucket takes 20 MB. */
const MAX_PICTURE = { base64: 26_000_000, binary: 19_500_000 };

/** Draws all images at once; their events take turns. Never throws: the outcome says what happened. */
export async function attempt(given: Attempt): Promise<Outcome> {
  const outcome: Outcome = { delivered: 0, saved: [], error: null, begun: false };
  const numbers = Array.from({ length: given.order.count }, (_, image) => image);
  await Promise.all(numbers.map(async (image) => {
    try {
      await one(given, image, outcome);
      outcome.delivered += 1;
    } catch (thrown) {
      outcome.error = worse(outcome.error, cause(thrown, given));
    }
  }));
  return outcome;
}

async function one(given: Attempt, image: number, outcome: Outcome): Promise<void> {
  const { order: { prompt, aspect, quality, seed }, vendor, events, limits } = given;
  const job: Job = { prompt, aspect, quality, seed: seed === null ? null : seed + image };
  const stop = new AbortController();
  const signal = AbortSignal.any([given.signal, stop.signal]);
  const deadline = performance.now() + limits.first;
  let begun = false;
  const limit = () => begun ? limits.stall : Math.max(deadline - performance.now(), 1);
  const expired = (error: EdgeError) => stop.abort(error);
  try {
    for await (const drawn of within(vendor.draw(job, signal), limit, expired)) {
      if (drawn.kind === "progress") {
        await events.send("progress", { image, stage: drawn.stage });
        continue;
      }
      begun = outcome.begun = true;
      await forward(given, drawn, image, outcome, within(drawn.bytes, () => limits.stall, expired));
    }
  } finally {
    stop.abort(); // whatever of the vendor's call is still open
  }
}

/** One picture from the vendor to the browser, and into the bucket if the person wants it kept. */
async function forward(
  { events, order, person, request, supabase, vendor }: Attempt,
  picture: Picture,
  image: number,
  outcome: Outcome,
  pieces: AsyncIterable<Uint8Array>,
): Promise<void> {
  const { kind, type, seed, encoding } = picture;
  const keep = order.save && kind === "image";
  const path = savedPath(person.id, request, image, type);
  const saver = keep ? new Saver(supabase, path, picture) : null;
  let complete = false;
  try {
    await events.stream(kind, { image, type, model: vendor.model, seed }, async (write) => {
      const encoder = encoding === "binary" ? new Encoder() : null;
      let length = 0;
      for await (const piece of pieces) {
        length += piece.length;
        if (length > MAX_PICTURE[encoding]) throw new EdgeError("vendor/malformed");
        await Promise.all([write(encoder ? encoder.take(piece) : piece), saver?.write(piece)]);
      }
      if (encoder) await write(encoder.end());
      return {};
    });
    complete = true;
  } finally {
    if (await saver?.close(complete)) outcome.saved.push({ path, type, bytes: saver?.bytes ?? 0 });
  }
}

/** Why an image did not come: the browser went, time ran out, or what the vendor did. */
function cause(thrown: unknown, { events, signal }: Attempt): EdgeError {
  if (events.gone.aborted || thrown instanceof Gone) return new EdgeError("aborted");
  if (thrown instanceof EdgeError) return thrown;
  if (signal.aborted && signal.reason instanceof EdgeError) return signal.reason;
  return new EdgeError("vendor/failed");
}

/** Of two errors the one that a person should hear of: a refusal before a failure. */
function worse(one: EdgeError | null, other: EdgeError): EdgeError {
  return one?.code === "moderation/refused" || one?.code === "aborted" ? one : other;
}
