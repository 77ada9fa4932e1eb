/**
 * POST /account/export, /account/delete for a person; /account/report for anybody; /account/sweep for the scheduler,
 * /account/signup for Auth.
 *
 * Everything else of an account is a database function that the browser calls itself. Here is only what reaches beyond
 * the database: Stripe, the bucket of saved pictures, sign-in, the caller's address.
 */
import type { Person, Verify } from "../_shared/auth.ts";
import { choice, matching, onlyFields, readJson } from "../_shared/body.ts";
import { EdgeError, known, rated } from "../_shared/errors.ts";
import type { Log } from "../_shared/log.ts";
import { action, address, json } from "../_shared/serve.ts";
import type { Stripe } from "../_shared/stripe.ts";
import type { Supabase } from "../_shared/supabase.ts";
import { csv } from "./csv.ts";
import { forget, sweep } from "./leaving.ts";
import { signup } from "./signup.ts";

/** What the function works with. */
export interface Deps {
  readonly verify: Verify;
  readonly supabase: Supabase;
  readonly stripe: Stripe;
  /** Says that the scheduler asks. */
  readonly sweepKey: string;
  /** Signs what Auth tells of new accounts. */
  readonly hookSecret: string;
  readonly log: Log;
}

const EMAIL = /^[^\s@]{1,64}@[^\s@]{1,190}$/;

/** Answers one request. Throws EdgeError. */
export async function handler(request: Request, deps: Deps): Promise<Response> {
  const acts = new Map(Object.entries({ export: exported, delete: deleted, report, signup, sweep: swept }));
  const act = acts.get(action(request, "account"));
  if (!act) throw new EdgeError("request/path");
  if (request.method !== "POST") throw new EdgeError("request/method");
  return await act(request, deps);
}

/** Everything held about the person as one JSON, or the generation records as JSON or CSV. */
async function exported(request: Request, deps: Deps): Promise<Response> {
  const person = await admitted(request, deps);
  const body = await readJson(request);
  onlyFields(body, ["what", "format"]);
  const what = choice(body.what, ["everything", "generations"], "everything", "what");
  const format = choice(body.format, what === "generations" ? ["json", "csv"] : ["json"], "json", "format");
  const { supabase } = deps;
  const data = what === "everything"
    ? await supabase.call("my_data", {}, person.token)
    : await supabase.call("my_generations", { p_limit: 1000 }, person.token);
  const headers = { "content-disposition": `attachment; filename="aluo-${what}.${format}"` };
  if (format === "json") return json(data, 200, headers);
  const text = csv(data as Record<string, unknown>[]);
  const type = { "content-type": "text/csv; charset=utf-8", "cache-control": "no-store" };
  return new Response(text, { headers: { ...headers, ...type } });
}

/** Deletes the account. From the mark in the database on it cannot be stopped; what fails now, the sweep does later. */
async function deleted(request: Request, deps: Deps): Promise<Response> {
  const person = await admitted(request, deps);
  const body = await readJson(request);
  onlyFields(body, ["email"]);
  const email = matching(body.email, EMAIL, "email");
  await deps.supabase.call("delete_me", { p_email: email }, person.token);
  try {
    await forget(person.id, deps);
  } catch (thrown) {
    deps.log({ event: "sweep", code: known(thrown).code });
    throw new EdgeError("account/unfinished");
  }
  return json({ state: "finished" });
}

/** Somebody reports a child's account. The answer is the same whether there is one. */
async function report(request: Request, { supabase }: Deps): Promise<Response> {
  const body = await readJson(request);
  onlyFields(body, ["email"]);
  const email = matching(body.email, EMAIL, "email");
  rated(await supabase.serve("rate_take_address", { p_bucket: "report", p_address: address(request) || "unknown" }));
  return json(await supabase.serve("child_report", { p_email: email }));
}

async function swept(request: Request, deps: Deps): Promise<Response> {
  const given = /^Bearer (\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? "";
  if (!await same(given, deps.sweepKey)) throw new EdgeError("auth/invalid");
  return json(await sweep(deps));
}

async function admitted(request: Request, { verify, supabase }: Deps): Promise<Person> {
  const person = await verify(request);
  rated(await supabase.call("rate_take", { p_bucket: "account" }, person.token));
  return person;
}

/** Whether two secrets are the same, in a time that does not tell how far they agree. */
async function same(one: string, other: string): Promise<boolean> {
  const digest = async (text: string) =>
    new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  const [a, b] = await Promise.all([digest(one), digest(other)]);
  return a.reduce((difference, byte, at) => difference | (byte ^ (b[at] ?? 0)), 0) === 0;
}
