/**
 * Supabase Auth's hook "before user created": limits how many accounts are made from one address in a day.
 *
 * Wire format: Standard Webhooks 1.0.0 (webhook-id, webhook-timestamp, webhook-signature: `v1,` and the base64 of an
 * HMAC-SHA256 over `id.timestamp.body`); the secret is `v1,whsec_` and base64. An answer with `error` turns the person
 * away with our sentence. The address is kept for a day, as a salted hash.
 */
import { readBytes } from "../_shared/body.ts";
import { EdgeError, known, rated } from "../_shared/errors.ts";
import { json } from "../_shared/serve.ts";
import { TOLERANCE_S } from "../_shared/stripe.ts";
import type { Deps } from "./handler.ts";

const MAX_EVENT = 16_384;

/** Answers the hook: an empty object lets the account be made, one with `error` does not. Throws EdgeError. */
export async function signup(request: Request, { supabase, hookSecret }: Deps): Promise<Response> {
  const body = await readBytes(request, MAX_EVENT);
  await signed(request.headers, body, hookSecret);
  let event: { metadata?: { ip_address?: unknown } };
  try {
    event = JSON.parse(new TextDecoder().decode(body));
  } catch {
    throw new EdgeError("request/malformed");
  }
  const from = event.metadata?.ip_address;
  if (typeof from !== "string" || !from) return json({});
  try {
    rated(await supabase.serve("rate_take_address", { p_bucket: "signup", p_address: from.slice(0, 45) }));
  } catch (thrown) {
    const error = known(thrown);
    // What goes wrong on our side keeps nobody from signing up.
    if (error.code === "rate/limited") return json({ error: { http_code: error.status, message: error.body().error } });
  }
  return json({});
}

async function signed(headers: Headers, body: Uint8Array, secret: string): Promise<void> {
  const [id, time] = [headers.get("webhook-id") ?? "", headers.get("webhook-timestamp") ?? ""];
  const given = (headers.get("webhook-signature") ?? "").split(" ").filter((one) => one.startsWith("v1,"));
  const text = new TextEncoder();
  const raw = fromBase64(secret.replace(/^v1,whsec_/, ""));
  const key = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["verify"]);
  const message = new Uint8Array([...text.encode(`${id}.${time}.`), ...body]);
  const checks = given.map((one) => crypto.subtle.verify("HMAC", key, fromBase64(one.slice(3)), message));
  if (!(await Promise.all(checks)).includes(true)) throw new EdgeError("event/signature");
  if (!(Math.abs(Date.now() / 1000 - Number(time)) <= TOLERANCE_S)) throw new EdgeError("event/replayed");
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    throw new EdgeError("event/signature");
  }
}
