/**
 * Supabase Auth's hook "before user created": notes, for a day and as a salted hash, from which address accounts are made.
 *
 * Wire format: Standard Webhooks 1.0.0 (webhook-id, webhook-timestamp, webhook-signature: `v1,` and the base64 of an
 * HMAC-SHA256 over `id.timestamp.body`); the secret is `v1,whsec_` and base64. Nobody is turned away: who makes many
 * accounts finds them limited, with the reason on their account page.
 */
import { readBytes } from "../_shared/body.ts";
import { EdgeError } from "../_shared/errors.ts";
import { json } from "../_shared/serve.ts";
import { TOLERANCE_S } from "../_shared/stripe.ts";
import type { Deps } from "./handler.ts";

const MAX_EVENT = 16_384;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Answers the hook: an empty object lets the account be made. Throws EdgeError. */
export async function signup(request: Request, { supabase, hookSecret }: Deps): Promise<Response> {
  const body = await readBytes(request, MAX_EVENT);
  await signed(request.headers, body, hookSecret);
  let event: { metadata?: { ip_address?: unknown }; user?: { id?: unknown } };
  try {
    event = JSON.parse(new TextDecoder().decode(body));
  } catch {
    throw new EdgeError("request/malformed");
  }
  const [user, from] = [event.user?.id, event.metadata?.ip_address];
  if (typeof user === "string" && UUID.test(user) && typeof from === "string" && from) {
    await supabase.serve("signup_note", { p_user: user, p_address: from.slice(0, 45) });
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
