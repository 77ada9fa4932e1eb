/**
 * Verifies a person's access token against the project's published keys.
 *
 * ES256 alone is taken (RFC 7518, section 3.4), so neither `none` nor a shared secret nor another curve can pass.
 * Issuer, audience, role, expiry and start are checked; the key is chosen by `kid` among the keys of the JWKS.
 */
import { EdgeError } from "./errors.ts";

/** Who asks. `token` is passed on to the database, which decides by it what the person may see. */
export interface Person {
  readonly id: string;
  readonly email: string;
  readonly token: string;
}

/** Turns a request into a person or throws auth/*. */
export type Verify = (request: Request) => Promise<Person>;

interface Jwk extends JsonWebKey {
  readonly kid?: string;
}

const KEYS_MS = 600_000;
const AGAIN_MS = 10_000;
const LEEWAY_S = 5;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const TOKEN_LIMIT = 8192;

/** The published keys, kept for ten minutes; an unknown `kid` asks again, at most every ten seconds. */
class Keys {
  #keys = new Map<string, CryptoKey>();
  #read = 0;

  constructor(readonly url: string, readonly get: typeof fetch) {}

  async find(kid: string): Promise<CryptoKey> {
    const age = Date.now() - this.#read;
    if (age > KEYS_MS || (!this.#keys.has(kid) && age > AGAIN_MS)) await this.#load();
    const key = this.#keys.get(kid);
    if (!key) throw new EdgeError("auth/invalid");
    return key;
  }

  async #load(): Promise<void> {
    let listed: { keys?: Jwk[] };
    try {
      const answer = await this.get(this.url, { signal: AbortSignal.timeout(5000) });
      listed = await answer.json();
    } catch {
      if (this.#keys.size) return; // the old keys still hold; a new one has to wait
      throw new EdgeError("auth/unavailable");
    }
    const usable = (listed.keys ?? []).filter((key) => key.kty === "EC" && key.crv === "P-256" && key.kid);
    const imported = usable.map(async (key) =>
      [
        key.kid as string,
        await crypto.subtle.importKey("jwk", key, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]),
      ] as const
    );
    this.#keys = new Map(await Promise.all(imported));
    this.#read = Date.now();
  }
}

/** A verifier for the project at `supabase` (its URL without a slash at the end). */
export function verifier(supabase: string, get: typeof fetch = fetch): Verify {
  const keys = new Keys(`${supabase}/auth/v1/.well-known/jwks.json`, get);
  return async (request) => {
    const token = /^Bearer (\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
    // Before sign-in the client sends its publishable key as the bearer.
    if (!token || token.startsWith("sb_")) throw new EdgeError("auth/missing");
    const claims = await verified(token, keys);
    return person(claims, token, `${supabase}/auth/v1`);
  };
}

async function verified(token: string, keys: Keys): Promise<Record<string, unknown>> {
  const [head, payload, signature, more] = token.split(".");
  if (!head || !payload || !signature || more !== undefined || token.length > TOKEN_LIMIT) {
    throw new EdgeError("auth/invalid");
  }
  const header = decoded(head);
  if (header.alg !== "ES256" || typeof header.kid !== "string" || header.crit !== undefined) {
    throw new EdgeError("auth/invalid");
  }
  const key = await keys.find(header.kid);
  const signed = new TextEncoder().encode(`${head}.${payload}`);
  const right = await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, bytes(signature), signed);
  if (!right) throw new EdgeError("auth/invalid");
  return decoded(payload);
}

function person(claims: Record<string, unknown>, token: string, issuer: string): Person {
  const { iss, aud, role, sub, exp, nbf, email } = claims;
  const audience = Array.isArray(aud) ? aud : [aud];
  if (iss !== issuer || !audience.includes("authenticated") || role !== "authenticated") {
    throw new EdgeError("auth/invalid");
  }
  const now = Date.now() / 1000;
  if (typeof exp !== "number" || typeof sub !== "string" || !UUID.test(sub)) throw new EdgeError("auth/invalid");
  if (exp <= now - LEEWAY_S) throw new EdgeError("auth/expired");
  if (nbf !== undefined && !(typeof nbf === "number" && nbf <= now + LEEWAY_S)) throw new EdgeError("auth/invalid");
  return { id: sub, email: typeof email === "string" ? email : "", token };
}

function decoded(part: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes(part)));
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch { /* said below */ }
  throw new EdgeError("auth/invalid");
}

function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  if (!/^[A-Za-z0-9_-]+$/.test(base64url)) throw new EdgeError("auth/invalid");
  const text = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
