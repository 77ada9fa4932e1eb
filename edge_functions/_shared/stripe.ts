/**
 * Stripe over its HTTP interface: form-encoded requests with a pinned version and idempotency keys, signed events in.
 *
 * Wire format: Stripe's API reference; signatures: "Verify webhook signatures manually" (HMAC-SHA256 over `t.body`).
 */
import { EdgeError } from "./errors.ts";
import type { Access } from "./vendors/vendor.ts";

/** The version whose objects we read. */
export const API_VERSION = "2026-10-28.endive";
/** Seconds that an event may be old or early. */
export const TOLERANCE_S = 300;

type Form = Readonly<Record<string, string>>;

/** Stripe with our key. */
export class Stripe {
  constructor(readonly access: Access, readonly get: typeof fetch = fetch) {}

  /** Creates or changes an object; the same `once` never does it twice. Throws billing/unavailable. */
  post(path: string, form: Form, once: string): Promise<Record<string, unknown>> {
    const body = new URLSearchParams(form).toString();
    const headers = { "content-type": "application/x-www-form-urlencoded", "idempotency-key": once };
    return this.#ask(path, { method: "POST", headers, body });
  }

  /** Deletes an object; one that is gone already is no error. Throws billing/unavailable. */
  async remove(path: string): Promise<void> {
    await this.#ask(path, { method: "DELETE" }, true);
  }

  async #ask(path: string, init: RequestInit, mayBeGone = false): Promise<Record<string, unknown>> {
    const own = { authorization: `Bearer ${this.access.key}`, "stripe-version": API_VERSION };
    const headers = { ...own, ...(init.headers as Record<string, string> | undefined) };
    let answer: Response;
    let said: unknown;
    try {
      const signal = AbortSignal.timeout(10_000);
      answer = await this.get(`${this.access.url}/v1/${path}`, { ...init, headers, signal, redirect: "error" });
      said = await answer.json();
    } catch {
      throw new EdgeError("billing/unavailable");
    }
    if (!answer.ok && !(mayBeGone && answer.status === 404)) throw new EdgeError("billing/unavailable");
    return said as Record<string, unknown>;
  }
}

/** Throws event/signature or event/replayed unless `secret` signed `body` just now. */
export async function signed(
  body: Uint8Array<ArrayBuffer>,
  header: string,
  secret: string,
  now = Date.now(),
): Promise<void> {
  const parts = header.split(",").map((part) => part.trim().split("=", 2));
  const time = parts.find(([name]) => name === "t")?.[1] ?? "";
  const given = parts.filter(([name]) => name === "v1").map(([, value]) => value ?? "");
  if (!/^\d{1,12}$/.test(time) || !given.length) throw new EdgeError("event/signature");
  const text = new TextEncoder();
  const key = await crypto.subtle.importKey("raw", text.encode(secret), { name: "HMAC", hash: "SHA-256" }, false, [
    "verify",
  ]);
  const message = new Uint8Array([...text.encode(`${time}.`), ...body]);
  const checks = given.filter((value) => /^[0-9a-f]{64}$/.test(value))
    .map((value) => crypto.subtle.verify("HMAC", key, fromHex(value), message));
  if (!(await Promise.all(checks)).includes(true)) throw new EdgeError("event/signature");
  if (Math.abs(now / 1000 - Number(time)) > TOLERANCE_S) throw new EdgeError("event/replayed");
}

function fromHex(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}
