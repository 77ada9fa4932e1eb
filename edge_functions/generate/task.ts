/** A generation from its reservation to its end: route, draw, fall back once, settle, tell. */
import type { Person } from "../_shared/auth.ts";
import { type Credits, EdgeError, known } from "../_shared/errors.ts";
import { type Events, Gone } from "../_shared/events.ts";
import type { Choice } from "../_shared/routing/router.ts";
import type { Model } from "../_shared/vendors/vendor.ts";
import { attempt, type Outcome } from "./drawing.ts";
import type { Deps } from "./handler.ts";
import type { Order } from "./order.ts";

/** A reserved generation. */
export interface Task {
  readonly order: Order;
  readonly person: Person;
  /** Its id, a UUID. */
  readonly request: string;
  /** The model to ask, and perhaps one to fall back on. */
  readonly choices: readonly Choice[];
  readonly prices: Readonly<Partial<Record<Model, number>>>;
  /** Credits that are held. */
  readonly reserved: number;
  readonly balance: number;
}

/** How a generation ended, as it is recorded. */
type State = "done" | "partial" | "refused" | "failed" | "aborted" | "timeout";

interface Settled {
  readonly credits: Credits;
  readonly charged: number;
  readonly balance: number | null;
}

/** Carries a task out. Never throws. */
export async function perform(task: Task, events: Events, deps: Deps): Promise<void> {
  const began = performance.now();
  deps.log({ event: "start", request: task.request });
  const [outcome, model] = await drawn(task, events, deps).catch((thrown): [Outcome, Model] => {
    const error = events.gone.aborted || thrown instanceof Gone ? new EdgeError("aborted") : known(thrown);
    return [{ delivered: 0, saved: [], error, begun: false }, task.choices[0]?.model ?? "sdxl"];
  });
  const settled = await settle(task, outcome, model, deps);
  await tell(task, outcome, model, settled, events).catch(() => {});
  events.close();
  const { code } = outcome.error ?? { code: "done" as const };
  const ms = performance.now() - began;
  deps.log({ event: "end", request: task.request, model, code, ms, count: outcome.delivered });
}

/** Tries the models in turn until one begins a picture; the last one's outcome counts. */
async function drawn(task: Task, events: Events, deps: Deps): Promise<[Outcome, Model]> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new EdgeError("vendor/timeout")), deps.limits.whole);
  const signal = AbortSignal.any([events.gone, late.signal]);
  try {
    for (const [at, choice] of task.choices.entries()) {
      await route(task, choice, at > 0, events, deps);
      if (at > 0) await deps.supabase.call("generation_start", fallback(task, choice.model, deps), task.person.token);
      const outcome = await tried(task, choice.model, events, signal, deps);
      const code = outcome.error?.code;
      const final = at === task.choices.length - 1 || outcome.begun || !outcome.error || signal.aborted;
      if (final || code === "moderation/refused") return [outcome, choice.model];
      if (code) deps.log({ event: "fallback", request: task.request, model: choice.model, code });
    }
    throw new EdgeError("vendor/unavailable");
  } finally {
    clearTimeout(timer);
  }
}

function fallback({ request, order }: Task, model: Model, { vendors }: Deps): Record<string, unknown> {
  const { quality, aspect, count, save } = order;
  const settings = { quality, aspect, count, save, fallback: true, size: vendors[model].size(aspect).name };
  return { p_request: request, p_model: model, p_settings: settings };
}

function route(task: Task, { model, because }: Choice, fallback: boolean, events: Events, deps: Deps): Promise<void> {
  const said = fallback ? "the first model did not answer, so the next best one draws" : because;
  const size = deps.vendors[model].size(task.order.aspect);
  return events.send("route", {
    request: task.request,
    model,
    because: said,
    fallback,
    size: size.name,
    exact: size.exact,
    credits: due(task, model, task.order.count),
  });
}

/** One attempt, and what it says of the vendor's health. Only the vendor's own trouble counts against it. */
async function tried(task: Task, model: Model, events: Events, signal: AbortSignal, deps: Deps): Promise<Outcome> {
  const { order, person, request } = task;
  const { supabase, limits, vendors, breakers } = deps;
  breakers.begin(model);
  const outcome = await attempt({
    ...{ order, person, request, events, supabase, limits, signal },
    vendor: vendors[model],
  });
  const code = outcome.error?.code;
  if (code?.startsWith("vendor/") && code !== "vendor/rejected") breakers.failed(model);
  else if (code !== "aborted") breakers.succeeded(model);
  return outcome;
}

/** Never more than was reserved: who was promised a price pays no more because another model stood in. */
function due(task: Task, model: Model, images: number): number {
  return Math.min((task.prices[model] ?? 0) * images, task.reserved);
}

/** Captures for what was delivered, or releases. What the database cannot take now, its sweep releases later. */
async function settle(task: Task, outcome: Outcome, model: Model, deps: Deps): Promise<Settled> {
  const { request } = task;
  const images = outcome.delivered;
  const state = stateOf(outcome);
  const credits = due(task, model, images);
  const details = { credits, images, model };
  try {
    const said = images
      ? await deps.supabase.insist("credits_capture", { p_request: request, p_state: state, p_details: details })
      : await deps.supabase.insist("credits_release", { p_request: request, p_reason: outcome.error?.code ?? state });
    await list(task, outcome, deps);
    const end = { p_request: request, p_state: state, p_error_code: outcome.error?.code ?? null };
    await deps.supabase.insist("generation_end", end).catch((thrown) => {
      deps.log({ event: "settle", request, code: known(thrown).code });
    });
    const { charged, balance } = said as { charged: number; balance: number | null };
    return { credits: images ? "charged" : "released", charged, balance };
  } catch (thrown) {
    deps.log({ event: "settle", request, code: known(thrown).code });
    return { credits: "pending", charged: 0, balance: null };
  }
}

/** Lists the pictures that were kept. One that cannot be listed is removed with the account at the latest. */
async function list({ request }: Task, { saved }: Outcome, { supabase, log }: Deps): Promise<void> {
  for (const { path, type, bytes } of saved) {
    const args = { p_request: request, p_path: path, p_media_type: type, p_bytes: bytes };
    await supabase.insist("saved_add", args).catch((thrown) =>
      log({ event: "save", request, code: known(thrown).code })
    );
  }
}

function stateOf({ delivered, error }: Outcome): State {
  if (!error) return "done";
  if (error.code === "aborted") return "aborted";
  if (delivered) return "partial";
  return ({ "moderation/refused": "refused", "vendor/timeout": "timeout" } as const)[error.code as string] ??
    "failed";
}

/** The last event: `done` if there is an image, with the reason for a missing one; `error` if there is none. */
async function tell(task: Task, outcome: Outcome, model: Model, settled: Settled, events: Events): Promise<void> {
  const { error, delivered, saved } = outcome;
  const { balance, charged } = settled;
  const ended = { request: task.request, balance };
  if (!delivered) {
    await events.send("error", { ...(error ?? known(null)).with(settled.credits).body(), ...ended });
    return;
  }
  const kept = task.order.save ? { saved: saved.map(({ path }) => path) } : {};
  const missing = error ? { missing: task.order.count - delivered, ...error.with(settled.credits).body() } : {};
  await events.send("done", {
    ...missing,
    ...ended,
    model,
    images: delivered,
    charged,
    settled: settled.credits,
    ...kept,
  });
}
