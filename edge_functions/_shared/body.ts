/** Reads a request's body within limits, and checks JSON objects field by field. */
import { EdgeError } from "./errors.ts";

/** Bytes that a JSON request may have: a prompt of 2000 characters fits, a picture does not. */
export const MAX_JSON = 8192;

/** Milliseconds that a body may take to arrive. */
export const BODY_MS = 5000;

/**
 * The body as bytes. A longer one is refused by its declared length, or as soon as more than `max` bytes have come.
 *
 * Throws request/large and request/slow.
 */
export async function readBytes(request: Request, max: number, ms = BODY_MS): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers.get("content-length") ?? 0) > max) throw new EdgeError("request/large");
  const reader = request.body?.getReader();
  const whole = new Uint8Array(max);
  let length = 0;
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    reader?.cancel().catch(() => {});
  }, ms);
  try {
    while (reader) {
      const { done, value } = await reader.read();
      if (late) throw new EdgeError("request/slow");
      if (done) break;
      if (length + value.length > max) {
        reader.cancel().catch(() => {});
        throw new EdgeError("request/large");
      }
      whole.set(value, length);
      length += value.length;
    }
    return whole.subarray(0, length);
  } finally {
    clearTimeout(timer);
  }
}

/** The body as a JSON object of at most 8 KB. Throws request/type, request/large, request/slow, request/malformed. */
export async function readJson(request: Request): Promise<Record<string, unknown>> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") throw new EdgeError("request/type");
  const bytes = await readBytes(request, MAX_JSON);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new EdgeError("request/malformed");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new EdgeError("request/malformed");
  return value as Record<string, unknown>;
}

/** Throws request/field for a key that is not in `names`. The key itself is not repeated: it may be content. */
export function onlyFields(object: Record<string, unknown>, names: readonly string[]): void {
  if (Object.keys(object).some((key) => !names.includes(key))) throw new EdgeError("request/field");
}

/** `value` if it is one of `choices`, `otherwise` if it is left out. Throws request/field. */
export function choice<T extends string>(value: unknown, choices: readonly T[], otherwise: T | null, field: string): T {
  if (value === undefined && otherwise !== null) return otherwise;
  if (typeof value === "string" && (choices as readonly string[]).includes(value)) return value as T;
  throw new EdgeError("request/field", { field });
}

/** `value` if it is a whole number from `low` to `high`. Throws request/field. */
export function whole(value: unknown, low: number, high: number, field: string): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= low && value <= high) return value;
  throw new EdgeError("request/field", { field });
}

/** `value` if it is a string that `pattern` matches. Throws request/field. */
export function matching(value: unknown, pattern: RegExp, field: string): string {
  if (typeof value === "string" && pattern.test(value)) return value;
  throw new EdgeError("request/field", { field });
}
