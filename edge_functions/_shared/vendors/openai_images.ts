/**
 * OpenAI Images, model gpt-image-1: POST /v1/images/generations with `stream`.
 *
 * Wire format: OpenAI's API reference, "Create image" and its streaming events `image_generation.partial_image` and
 * `image_generation.completed`, each with `b64_json`; errors as {"error": {"code", "message"}}.
 */
import { EdgeError } from "../errors.ts";
import { cut, type Piece } from "./sse_cutter.ts";
import { type Access, ask, type Aspect, type Drawn, expectOk, type Job, mediaType } from "./vendor.ts";
import type { Picture, Quality, Vendor } from "./vendor.ts";

const SIZES: Readonly<Record<Aspect, string>> = {
  "1:1": "1024x1024",
  "3:2": "1536x1024",
  "2:3": "1024x1536",
  "16:9": "1536x1024",
  "9:16": "1024x1536",
  "4:3": "1536x1024",
  "3:4": "1024x1536",
  "4:5": "1024x1536",
  "5:4": "1536x1024",
  "21:9": "1536x1024",
};
const EXACT: readonly Aspect[] = ["1:1", "3:2", "2:3"];
const QUALITY: Readonly<Record<Quality, string>> = { draft: "low", standard: "medium", high: "high" };
const PARTIALS: Readonly<Record<Quality, number>> = { draft: 0, standard: 1, high: 2 };
const MODERATION = /"code"\s*:\s*"(moderation_blocked|content_policy_violation)"/;

/** The adapter. */
export function openaiImages(access: Access, get: typeof fetch = fetch): Vendor {
  return {
    model: "gpt-image-1",
    size: (aspect) => ({ name: SIZES[aspect], exact: EXACT.includes(aspect) }),
    async *draw(job, signal) {
      const headers = { "authorization": `Bearer ${access.key}`, "content-type": "application/json" };
      const init = { method: "POST", headers, body: JSON.stringify(order(job)), signal };
      const answer = await ask(get, `${access.url}/v1/images/generations`, init);
      await expectOk(answer, (body) => MODERATION.test(body));
      if (mediaType(answer) !== "text/event-stream" || !answer.body) {
        await answer.body?.cancel();
        throw new EdgeError("vendor/malformed");
      }
      yield* pictures(cut(answer.body));
    },
  };
}

function order({ prompt, aspect, quality }: Job): Record<string, unknown> {
  return {
    model: "gpt-image-1",
    prompt,
    n: 1,
    size: SIZES[aspect],
    quality: QUALITY[quality],
    output_format: "png",
    moderation: "auto",
    stream: true,
    partial_images: PARTIALS[quality],
  };
}

async function* pictures(pieces: AsyncGenerator<Piece>): AsyncGenerator<Drawn> {
  yield { kind: "progress", stage: "drawing" };
  while (true) {
    const { done, value: piece } = await pieces.next().catch(broken);
    if (done) throw new EdgeError("vendor/truncated");
    if (piece.kind === "event") refuse(piece.fields);
    if (piece.kind !== "picture") continue;
    const kind = { "image_generation.partial_image": "partial", "image_generation.completed": "image" }[piece.name];
    if (kind !== "partial" && kind !== "image") throw new EdgeError("vendor/malformed");
    yield await picture(kind, pieces);
    if (kind === "image") return;
  }
}

/** Opens one picture: its first bytes tell its type. */
async function picture(kind: Picture["kind"], pieces: AsyncGenerator<Piece>): Promise<Picture> {
  const { done, value: first } = await pieces.next().catch(broken);
  if (done) throw new EdgeError("vendor/truncated");
  if (first.kind !== "bytes") throw new EdgeError("vendor/malformed");
  return { kind, type: typeOf(first.bytes), encoding: "base64", bytes: base64(first.bytes, pieces), seed: null };
}

async function* base64(first: Uint8Array, pieces: AsyncGenerator<Piece>): AsyncGenerator<Uint8Array> {
  yield first;
  while (true) {
    const { done, value: piece } = await pieces.next().catch(broken);
    if (done) throw new EdgeError("vendor/truncated");
    if (piece.kind === "event") return;
    if (piece.kind === "bytes") yield piece.bytes;
  }
}

function typeOf(base64: Uint8Array): Picture["type"] {
  const start = String.fromCharCode(...base64.subarray(0, 4));
  const types = { "iVBO": "image/png", "/9j/": "image/jpeg", "UklG": "image/webp" } as const;
  const type = (types as Record<string, Picture["type"]>)[start];
  if (!type) throw new EdgeError("vendor/malformed");
  return type;
}

/** An event that is an error: {"error": {"code": …}} or {"type": "error", "code": …}. */
function refuse(fields: Readonly<Record<string, unknown>>): void {
  const error = (fields.type === "error" ? fields.error ?? fields : fields.error) as { code?: unknown } | undefined;
  if (!error) return;
  const moderated = error.code === "moderation_blocked" || error.code === "content_policy_violation";
  throw new EdgeError(moderated ? "moderation/refused" : "vendor/failed");
}

function broken(thrown: unknown): never {
  throw thrown instanceof EdgeError ? thrown : new EdgeError("vendor/truncated");
}
