/** What all functions share between the wire and their handler: settings, CORS, errors, the log, the local port. */
import { EdgeError, known } from "./errors.ts";
import type { Log } from "./log.ts";
import type { Project } from "./supabase.ts";

/** Request headers that a browser may send (supabase-js and supabase-py send all of these). */
const HEADERS = "apikey, authorization, content-type, x-client-info, x-supabase-api-version, accept-profile, " +
  "content-profile";

/** A named setting. Throws for a missing one, so that a function without its settings does not start. */
export function setting(name: string, otherwise?: string): string {
  const value = Deno.env.get(name) ?? otherwise;
  if (value === undefined) throw new Error(`the setting ${name} is missing`);
  return value;
}

/** The project that this function belongs to, from the variables that Supabase sets. */
export function project(): Project {
  const url = setting("SUPABASE_URL").replace(/\/$/, "");
  return { url, publishable: key("SUPABASE_PUBLISHABLE_KEY"), secret: key("SUPABASE_SECRET_KEY") };
}

/** NAME, or the entry `default` of the JSON in NAMES. */
function key(name: string): string {
  const many = Deno.env.get(`${name}S`);
  const found = Deno.env.get(name) ?? (many ? (JSON.parse(many) as Record<string, string>).default : undefined);
  if (!found) throw new Error(`the setting ${name} is missing`);
  return found;
}

/** A JSON answer that nobody keeps. */
export function json(value: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return Response.json(value, { status, headers: { "cache-control": "no-store", ...headers } });
}

/** An error as the whole answer. */
export function failure(error: EdgeError): Response {
  const wait = error.details.retry_after;
  return json(error.body(), error.status, wait === undefined ? {} : { "retry-after": String(wait) });
}

/** The caller's address, as the platform's proxy tells it; empty if none does. Used only for its salted hash. */
export function address(request: Request): string {
  const told = request.headers.get("cf-connecting-ip") ?? request.headers.get("x-forwarded-for")?.split(",")[0] ?? "";
  return told.trim().slice(0, 45);
}

/**
 * A handler with all that surrounds it: preflight, allowed pages, errors as typed answers, one log line.
 * `origins` lists the pages that may call; a request without an origin (Stripe, Auth, a scheduler) comes from no page.
 */
export function guarded(
  handle: (request: Request) => Promise<Response>,
  origins: readonly string[],
  log: Log,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const began = Date.now();
    const origin = request.headers.get("origin");
    const cors: Record<string, string> = { vary: "Origin" };
    if (origin && origins.includes(origin)) cors["access-control-allow-origin"] = origin;
    let answer: Response;
    try {
      if (origin && !origins.includes(origin)) throw new EdgeError("request/origin");
      answer = request.method === "OPTIONS" ? preflight() : await handle(request);
    } catch (thrown) {
      const error = known(thrown);
      log({ event: "end", code: error.code, status: error.status, ms: Date.now() - began });
      answer = failure(error);
    }
    for (const [name, value] of Object.entries(cors)) answer.headers.set(name, value);
    return answer;
  };
}

function preflight(): Response {
  const headers = {
    "access-control-allow-methods": "POST",
    "access-control-allow-headers": HEADERS,
    "access-control-max-age": "7200",
  };
  return new Response(null, { status: 204, headers });
}

/** The part of the path behind the function's name, without slashes: "" or "webhook". */
export function action(request: Request, name: string): string {
  const parts = new URL(request.url).pathname.split("/").filter(Boolean);
  return parts.slice(parts.indexOf(name) + 1).join("/");
}

/** Lets work go on after the answer has ended: the platform would stop the function otherwise. */
export function afterwards(work: Promise<unknown>): void {
  const platform = (globalThis as { EdgeRuntime?: { waitUntil(work: Promise<unknown>): void } }).EdgeRuntime;
  platform?.waitUntil(work);
}

/** Serves: on the platform as it wants, locally at ALUO_LISTEN (host:port). */
export function listen(handler: (request: Request) => Promise<Response>): void {
  const place = Deno.env.get("ALUO_LISTEN");
  if (!place) {
    Deno.serve(handler);
    return;
  }
  const [hostname = "", port = ""] = place.split(":");
  Deno.serve({ hostname, port: Number(port), onListen: () => {} }, handler);
}
