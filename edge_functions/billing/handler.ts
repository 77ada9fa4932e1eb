/**
 * POST /billing/checkout, /billing/portal for a person; /billing/webhook for Stripe (docs/api.md).
 *
 * Payment happens on Stripe's pages, so no card comes near us. What was paid is believed from signed events alone, never
 * from a browser that comes back; what an event means is decided in the database, in one transaction, once.
 */
import type { Person, Verify } from "../_shared/auth.ts";
import { choice, onlyFields, readBytes, readJson } from "../_shared/body.ts";
import { EdgeError, rated } from "../_shared/errors.ts";
import type { Log } from "../_shared/log.ts";
import { action, json } from "../_shared/serve.ts";
import { signed, type Stripe } from "../_shared/stripe.ts";
import type { Supabase } from "../_shared/supabase.ts";
import { kept } from "./events.ts";

/** What can be bought, as the database names it. */
export const PRODUCTS = ["pro", "max", "pack_500", "pack_2000"] as const;
export type Product = typeof PRODUCTS[number];

/** What the function works with. */
export interface Deps {
  readonly verify: Verify;
  readonly supabase: Supabase;
  readonly stripe: Stripe;
  /** Stripe's price of each product. */
  readonly prices: Readonly<Partial<Record<Product, string>>>;
  /** Signs Stripe's events. */
  readonly secret: string;
  /** The page to come back to. */
  readonly site: string;
  readonly log: Log;
}

/** Bytes that an event may have; the largest, of invoices with many lines, have some hundred thousand. */
const MAX_EVENT = 1_048_576;

/** Shorter than anybody needs to pay. */
const DOUBLE_CLICK_MS = 5000;

/** Answers one request. Throws EdgeError. */
export async function handler(request: Request, deps: Deps): Promise<Response> {
  const act = new Map(Object.entries({ checkout, portal, webhook })).get(action(request, "billing"));
  if (!act) throw new EdgeError("request/path");
  if (request.method !== "POST") throw new EdgeError("request/method");
  return await act(request, deps);
}

async function checkout(request: Request, deps: Deps): Promise<Response> {
  const person = await admitted(request, deps);
  const body = await readJson(request);
  onlyFields(body, ["product"]);
  const product = choice(body.product, PRODUCTS, null, "product");
  const price = deps.prices[product];
  if (!price) throw new EdgeError("billing/product");
  const plan = !product.startsWith("pack_");
  const form = {
    mode: plan ? "subscription" : "payment",
    customer: await customer(person, deps),
    client_reference_id: person.id,
    "line_items[0][price]": price,
    "line_items[0][quantity]": "1",
    "metadata[user_id]": person.id,
    success_url: `${deps.site}#credits`,
    cancel_url: `${deps.site}#credits`,
    ...(plan
      ? { "subscription_data[metadata][user_id]": person.id, "subscription_data[metadata][plan]": product }
      : { "metadata[pack]": product, "invoice_creation[enabled]": "true" }),
  };
  // A double click opens one session; who buys the same again later, however soon, gets another.
  const once = `checkout-${person.id}-${product}-${Math.floor(Date.now() / DOUBLE_CLICK_MS)}`;
  const { url } = await deps.stripe.post("checkout/sessions", form, once);
  return json({ url });
}

async function portal(request: Request, deps: Deps): Promise<Response> {
  const person = await admitted(request, deps);
  onlyFields(await readJson(request), []);
  const [known] = await customers(person, deps);
  if (!known) throw new EdgeError("billing/none");
  const form = { customer: known, return_url: deps.site };
  const { url } = await deps.stripe.post("billing_portal/sessions", form, crypto.randomUUID());
  return json({ url });
}

/** An event of Stripe's. 200 means that it is taken for good; anything else makes Stripe send it again. */
async function webhook(request: Request, { supabase, secret, log }: Deps): Promise<Response> {
  const body = await readBytes(request, MAX_EVENT);
  await signed(body, request.headers.get("stripe-signature") ?? "", secret);
  let event: { id?: unknown; type?: unknown; created?: unknown; data?: { object?: unknown } };
  try {
    event = JSON.parse(new TextDecoder().decode(body));
  } catch {
    throw new EdgeError("request/malformed");
  }
  const { id, type, created, data } = event;
  const object = data?.object;
  if (typeof id !== "string" || typeof type !== "string" || typeof created !== "number" || !object) {
    throw new EdgeError("billing/payload");
  }
  const said = await supabase.serve("billing_event", {
    p_event_id: id,
    p_type: type,
    p_created: new Date(created * 1000).toISOString(),
    p_payload: kept(object as Record<string, unknown>),
  });
  log({ event: "webhook", status: 200 });
  return json(said);
}

async function admitted(request: Request, { verify, supabase }: Deps): Promise<Person> {
  const person = await verify(request);
  rated(await supabase.call("rate_take", { p_bucket: "billing" }, person.token));
  return person;
}

async function customers(person: Person, { supabase }: Deps): Promise<string[]> {
  return await supabase.serve("billing_customers", { p_user: person.id }) as string[];
}

/** The person's customer at Stripe; made with the first purchase, so that the portal finds all of them in one place. */
async function customer(person: Person, deps: Deps): Promise<string> {
  const [known] = await customers(person, deps);
  if (known) return known;
  const form = { "metadata[user_id]": person.id, ...(person.email ? { email: person.email } : {}) };
  const made = await deps.stripe.post("customers", form, `customer-${person.id}`);
  const id = String(made.id);
  await deps.supabase.serve("billing_customer_link", { p_user: person.id, p_customer: id });
  return id;
}
