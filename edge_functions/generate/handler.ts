/**
 * POST /generate: a prompt in, images streamed back as server-sent events (docs/api.md).
 *
 * Order of things: who asks, what is asked, limits, price, reservation; only then does an answer begin and a vendor get
 * called. However it ends (images, refusal, failure, the browser gone, a crash) the reservation is captured or released.
 */
import type { Person, Verify } from "../_shared/auth.ts";
import { readJson } from "../_shared/body.ts";
import { EdgeError, rated } from "../_shared/errors.ts";
import { Events } from "../_shared/events.ts";
import type { Log } from "../_shared/log.ts";
import type { Breakers } from "../_shared/routing/breaker.ts";
import { type Choice, rank } from "../_shared/routing/router.ts";
import { action, address, afterwards } from "../_shared/serve.ts";
import type { Supabase } from "../_shared/supabase.ts";
import { type Model, MODELS, type Vendor } from "../_shared/vendors/vendor.ts";
import type { Limits } from "./deadline.ts";
import { type Order, order } from "./order.ts";
import { perform, type Task } from "./task.ts";

/** What the function works with. */
export interface Deps {
  readonly verify: Verify;
  readonly supabase: Supabase;
  readonly vendors: Readonly<Record<Model, Vendor>>;
  readonly breakers: Breakers;
  readonly limits: Limits;
  readonly log: Log;
  /** Milliseconds between two signs of life on a silent stream. */
  readonly beatMs: number;
}

/** Answers one request. Throws EdgeError as long as nothing was reserved. */
export async function handler(request: Request, deps: Deps): Promise<Response> {
  if (action(request, "generate")) throw new EdgeError("request/path");
  if (request.method !== "POST") throw new EdgeError("request/method");
  const person = await deps.verify(request);
  const wanted = order(await readJson(request));
  const [prices] = await Promise.all([
    pricesFor(wanted, person, deps),
    admitted(person, address(request), deps),
  ]);
  const task = await reserved(wanted, person, choices(wanted, prices, deps), prices, deps);
  const events = new Events(deps.beatMs);
  afterwards(perform(task, events, deps));
  const headers = { "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no" };
  return new Response(events.body, { headers });
}

type Prices = Partial<Record<Model, number>>;

/** Credits for one image of each model that may draw it. */
async function pricesFor(
  { model, quality, aspect }: Order,
  person: Person,
  { supabase, vendors }: Deps,
): Promise<Prices> {
  const models = model === "auto" ? MODELS : [model];
  const asked = models.map(async (one) => {
    const args = { p_model: one, p_quality: quality, p_size: vendors[one].size(aspect).name };
    return [one, await supabase.call("price_of", args, person.token).catch(unpriced)] as const;
  });
  return Object.fromEntries((await Promise.all(asked)).filter(([, price]) => typeof price === "number"));
}

/** A model without a price is not offered. */
function unpriced(thrown: unknown): null {
  if (thrown instanceof EdgeError && thrown.code === "request/field") return null;
  throw thrown;
}

/** Throws rate/limited, and what the database refuses the account with. */
async function admitted(person: Person, from: string, { supabase }: Deps): Promise<void> {
  const p_bucket = "generate";
  const asked = [supabase.call("rate_take", { p_bucket }, person.token)];
  if (from) asked.push(supabase.serve("rate_take_address", { p_bucket, p_address: from }));
  for (const said of await Promise.all(asked)) rated(said);
}

/** The model to ask and the one to fall back on: the best healthy ones; for a chosen model that one alone. */
function choices(wanted: Order, prices: Prices, { vendors, breakers }: Deps): Choice[] {
  if (wanted.model !== "auto") return [{ model: wanted.model, because: "you chose it" }];
  const exact = (model: Model) => vendors[model].size(wanted.aspect).exact;
  const ranked = rank({ ...wanted, prices, exact });
  const healthy = ranked.filter(({ model }) => breakers.healthy(model));
  if (!healthy.length) throw new EdgeError("vendor/unavailable");
  const [best] = ranked;
  return healthy.slice(0, 2).map((choice, at) =>
    at === 0 && choice !== best
      ? { ...choice, because: "the model that suits best is out of order at the moment" }
      : choice
  );
}

/** Reserves the credits. Throws credits/too-few and request/repeated. */
async function reserved(
  wanted: Order,
  person: Person,
  [first, second]: Choice[],
  prices: Prices,
  { supabase }: Deps,
): Promise<Task> {
  const price = first && prices[first.model];
  if (!first || !price) throw new EdgeError("vendor/unavailable");
  const amount = price * wanted.count;
  const request = crypto.randomUUID();
  const { quality, aspect, count, save } = wanted;
  const details = { model: first.model, quality, aspect, count, save };
  const args = { p_request: request, p_amount: amount, p_key: wanted.key, p_details: details };
  const said = await supabase.call("credits_reserve", args, person.token);
  const { state, balance } = said as { state: string; balance: number };
  if (state === "refused") throw new EdgeError("credits/too-few", { balance, price: amount });
  if (state !== "reserved") throw new EdgeError("request/repeated", { balance });
  return {
    order: wanted,
    person,
    request,
    choices: second ? [first, second] : [first],
    prices,
    reserved: amount,
    balance,
  };
}
