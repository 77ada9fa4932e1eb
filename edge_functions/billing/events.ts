/**
 * What of a Stripe event goes to the database: the fields that its SQL reads, by name. A card's brand, its last digits,
 * a billing address or an e-mail address stand in many events and are left out here, before anything keeps them.
 */

type Json = Record<string, unknown>;

/** Paths that are kept of each kind of object; `*` is every item of a list. */
const KEPT: Readonly<Record<string, readonly string[]>> = {
  "checkout.session": [
    ...["id", "mode", "customer", "payment_status", "payment_intent", "client_reference_id"],
    ...["metadata.user_id", "metadata.pack"],
  ],
  "subscription": [
    ...["id", "customer", "status", "cancel_at_period_end", "current_period_end", "metadata.user_id", "metadata.plan"],
    ...["items.data.*.price.id", "items.data.*.price.lookup_key", "items.data.*.current_period_end"],
  ],
  "invoice": [
    ...["id", "customer", "billing_reason", "subscription", "payment_intent", "subscription_details.metadata.user_id"],
    ...["subscription_details.metadata.plan", "parent.subscription_details.subscription"],
    ...["parent.subscription_details.metadata.user_id", "parent.subscription_details.metadata.plan"],
    ...["lines.data.*.amount", "lines.data.*.period.end", "lines.data.*.price.id", "lines.data.*.price.lookup_key"],
    ...["lines.data.*.pricing.price_details.price", "payments.data.*.payment.payment_intent"],
  ],
  "invoice_payment": ["id", "invoice", "payment.payment_intent"],
  "payment_intent": ["id", "customer"],
  "charge": ["id", "payment_intent", "amount", "amount_refunded"],
  "dispute": ["id", "payment_intent", "status"],
  "radar.early_fraud_warning": ["id", "payment_intent"],
  "price": ["id", "lookup_key"],
  "customer": ["id"],
};

/** The kept part of an event's object. An object of another kind is its id alone. */
export function kept(object: Json): Json {
  const paths = KEPT[String(object.object)] ?? ["id"];
  const result: Json = {};
  for (const path of paths) copy(object, result, path.split("."));
  return result;
}

function copy(from: Json, to: Json, [name = "", ...rest]: string[]): void {
  const value = from[name];
  if (value === undefined || value === null) return;
  if (!rest.length) {
    // An expanded object would carry more than its id.
    to[name] = typeof value === "object" ? (value as Json).id : value;
  } else if (rest[0] === "*" && Array.isArray(value)) {
    const items = to[name] as Json[] | undefined ?? value.map(() => ({}));
    value.forEach((item, at) => copy(item as Json, items[at] as Json, rest.slice(1)));
    to[name] = items;
  } else if (typeof value === "object") {
    const inner = to[name] as Json | undefined ?? {};
    copy(value as Json, inner, rest);
    to[name] = inner;
  }
}
