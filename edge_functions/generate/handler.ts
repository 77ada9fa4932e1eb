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
import type { Price, Supabase } from "../_shared/supabase.ts";
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
  const { supabase } = deps;
  const ranked = choices(wanted, await supabase.prices(), deps);
  const task = await begun(wanted, person, ranked, address(request), deps);
  const events = new Events(deps.beatMs);
  afterwards(perform(task, events, deps));
  const headers = { "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no" };
  return new Response(events.body, { headers });
}

/** The models to ask: the best healthy one and the one to fall back on; for a chosen model that one alone. */
function choices(wanted: Order, listed: readonly Price[], { vendors, breakers }: Deps): Choice[] {
  if (wanted.model !== "auto") return [{ model: wanted.model, because: "you chose it" }];
  const { quality, aspect } = wanted;
  // What matters here is which model is dearer by how much; that is much the same in all plans.
  const price = (model: Model) => {
    const fitting = (size: string) =>
      listed.find((one) => one.model === model && one.quality === quality && one.size === size);
    return (fitting(vendors[model].size(aspect).name) ?? fitting("*"))?.credits;
  };
  const known = MODELS.map((model) => [model, price(model)] as const).filter(([, credits]) => credits !== undefined);
  const exact = (model: Model) => vendors[model].size(aspect).exact;
  const ranked = rank({ ...wanted, prices: Object.fromEntries(known), exact });
  const healthy = ranked.filter(({ model }) => breakers.healthy(model));
  const [best] = ranked;
  return healthy.slice(0, 2).map((choice, at) =>
    at === 0 && choice !== best
      ? { ...choice, because: "the model that suits best is out of order at the moment" }
      : choice
  );
}

/** What the database says to a generation. */
interface Said {
  readonly state: "reserved" | "repeated" | "refused" | "limited";
  readonly balance: number;
  readonly amount: number;
  readonly prices: Task["prices"];
}

/** Limits, price, reservation and record. Throws rate/limited, credits/too-few, request/repeated, account/…. */
async function begun(
  wanted: Order,
  person: Person,
  choices: Choice[],
  from: string,
  deps: Deps,
): Promise<Task> {
  if (!choices.length) throw new EdgeError("vendor/unavailable");
  const request = crypto.randomUUID();
  const { quality, aspect, count, save } = wanted;
  const said = await deps.supabase.call(
    "generation_begin",
    {
      p_request: request,
      p_key: wanted.key,
      p_models: choices.map(({ model }) => [model, deps.vendors[model].size(aspect).name]),
      p_settings: { quality, aspect, count, save },
    },
    person.token,
    from,
  ) as Said;
  const { state, balance, amount, prices } = said;
  if (state === "limited") rated(said);
  if (state === "refused") throw new EdgeError("credits/too-few", { balance, price: amount });
  if (state !== "reserved") throw new EdgeError("request/repeated", { balance });
  return { order: wanted, person, request, choices, prices, reserved: amount, balance };
}
