/** What the three image vendors have in common: the order, what comes back, and how trouble is named. */
import { type Code, EdgeError } from "../errors.ts";

/** The image models, by the names that people see. */
export const MODELS = ["gpt-image-1", "flux-kontext", "sdxl"] as const;
export type Model = typeof MODELS[number];

/** Width to height. */
export const ASPECTS = ["1:1", "3:2", "2:3", "16:9", "9:16", "4:3", "3:4", "4:5", "5:4", "21:9"] as const;
export type Aspect = typeof ASPECTS[number];

export const QUALITIES = ["draft", "standard", "high"] as const;
export type Quality = typeof QUALITIES[number];

/** One image to be drawn. */
export interface Job {
  readonly prompt: string;
  readonly aspect: Aspect;
  readonly quality: Quality;
  /** Known only to vendors that take one. */
  readonly seed: number | null;
}

/** One picture on its way: read `bytes` to their end before asking for the next. */
export interface Picture {
  readonly kind: "partial" | "image";
  readonly type: "image/png" | "image/jpeg" | "image/webp";
  readonly encoding: "base64" | "binary";
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly seed: number | null;
}

/** What a vendor tells while it draws. */
export type Drawn = Picture | { readonly kind: "progress"; readonly stage: "queued" | "drawing" };

/** A vendor's address and key. */
export interface Access {
  /** URL without a slash at the end. */
  readonly url: string;
  readonly key: string;
}

/** A model behind its vendor's wire format. */
export interface Vendor {
  readonly model: Model;
  /** The size that is drawn for an aspect, as the vendor names it, and whether it has exactly that aspect. */
  size(aspect: Aspect): { readonly name: string; readonly exact: boolean };
  /** Draws one image. Ends with exactly one `image`, or throws EdgeError. */
  draw(job: Job, signal: AbortSignal): AsyncGenerator<Drawn>;
}

/** Fetch without redirects; a vendor that cannot be reached is vendor/failed. An abort stays an abort. */
export async function ask(get: typeof fetch, url: string | URL, init: RequestInit): Promise<Response> {
  try {
    return await get(url, { ...init, redirect: "manual" });
  } catch (thrown) {
    init.signal?.throwIfAborted();
    throw thrown instanceof EdgeError ? thrown : new EdgeError("vendor/failed");
  }
}

/** Throws the error that a vendor's status stands for; `moderated` looks at the small JSON body. */
export async function expectOk(answer: Response, moderated: (body: string) => boolean = () => false): Promise<void> {
  if (answer.ok) return;
  const body = await small(answer);
  throw new EdgeError(moderated(body) ? "moderation/refused" : trouble(answer.status));
}

function trouble(status: number): Code {
  if (status === 429) return "vendor/busy";
  // Ours to mend: no money left with the vendor, a key that is refused. To the person it is just not available.
  if (status === 401 || status === 402 || status === 403) return "vendor/unavailable";
  if (status === 503) return "vendor/busy";
  return status >= 300 && status < 500 ? "vendor/rejected" : "vendor/failed";
}

/** At most the first 16 kB of an answer as text; the rest is not read. */
export async function small(answer: Response): Promise<string> {
  let text = "";
  const decoder = new TextDecoder();
  try {
    for await (const chunk of answer.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      if (text.length > 16_384) break;
    }
  } catch { /* what came is enough */ }
  return text;
}

/** The answer's media type without its parameters. */
export function mediaType(answer: Response): string {
  return answer.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
}

/** The type of a picture by its first bytes. Throws vendor/malformed. */
export function pictureType(first: Uint8Array): Picture["type"] {
  const starts = (...bytes: number[]) => bytes.every((byte, at) => first[at] === byte);
  if (starts(0x89, 0x50, 0x4e, 0x47)) return "image/png";
  if (starts(0xff, 0xd8, 0xff)) return "image/jpeg";
  if (starts(0x52, 0x49, 0x46, 0x46)) return "image/webp";
  throw new EdgeError("vendor/malformed");
}

/**
 * A picture that is the whole body of `answer`. Its type is told by its bytes, which have to agree with the header
 * in being a picture at all. Throws vendor/malformed; its bytes throw vendor/truncated.
 */
export async function wholeBody(answer: Response, seed: number | null): Promise<Picture> {
  if (!mediaType(answer).startsWith("image/") || !answer.body) {
    await answer.body?.cancel();
    throw new EdgeError("vendor/malformed");
  }
  const reader = answer.body.getReader();
  const { value: first, done } = await reader.read();
  if (done) throw new EdgeError("vendor/malformed");
  const declared = Number(answer.headers.get("content-length") ?? 0);
  try {
    return { kind: "image", type: pictureType(first), encoding: "binary", bytes: rest(first, reader, declared), seed };
  } catch (thrown) {
    reader.cancel().catch(() => {});
    throw thrown;
  }
}

async function* rest(
  first: Uint8Array,
  reader: ReadableStreamDefaultReader<Uint8Array>,
  declared: number,
): AsyncGenerator<Uint8Array> {
  let length = first.length;
  yield first;
  while (true) {
    const { done, value } = await reader.read().catch(() => {
      throw new EdgeError("vendor/truncated");
    });
    if (done) break;
    length += value.length;
    yield value;
  }
  if (declared && length !== declared) throw new EdgeError("vendor/truncated");
}
