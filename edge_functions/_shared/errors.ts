/**
 * Every error a function answers with: a stable code, an HTTP status and a sentence for the person.
 *
 * The sentence says what happened and what to do; `Credits` adds what happened to the credits. No error carries text
 * from outside: neither a vendor's message nor a database's nor anything of the request.
 */

/** What became of the credits of a request. */
export type Credits = "untouched" | "released" | "charged" | "pending";

const CREDITS: Record<Credits, string> = {
  untouched: "",
  released: " The credits are back in your account.",
  charged: " You pay only for the images you got.",
  pending: " The credits held for it come back by themselves within 15 minutes.",
};

/** code: [HTTP status, sentence] */
export const ERRORS = {
  "request/method": [405, "This address does not take that kind of request."],
  "request/origin": [403, "This page may not use this service."],
  "request/path": [404, "There is nothing at this address."],
  "request/type": [415, "The request has to be JSON."],
  "request/large": [413, "The request is larger than a prompt can be, so it was not read."],
  "request/slow": [408, "The request did not arrive in time. Please try again."],
  "request/malformed": [400, "The request is not valid JSON."],
  "request/field": [422, "The request has a field that does not exist here, lacks one, or has one with a wrong value."],
  "request/prompt": [422, "The prompt must have 1 to 2000 visible characters."],
  "request/repeated": [409, "This request was already made; it was not made or charged again."],
  "auth/missing": [401, "Please sign in first."],
  "auth/invalid": [401, "Your sign-in is not valid here. Please sign in again."],
  "auth/expired": [401, "Your sign-in has expired. Please sign in again."],
  "auth/unavailable": [503, "Sign-in cannot be checked at the moment. Please try again shortly."],
  "account/age": [403, "Please confirm your year of birth first; an account needs an age of 16 or more."],
  "account/blocked": [403, "Your account is blocked. Your account page says why and where to appeal."],
  "account/closing": [403, "This account is being deleted; nothing more can be done with it."],
  "account/confirm": [422, "To delete the account, give its email address exactly."],
  "account/unfinished": [202, "The deletion has begun and will be finished by itself; you need do nothing."],
  "rate/limited": [429, "That were too many requests in a short time. Please wait a little."],
  "credits/too-few": [402, "There are not enough credits for this. Draft quality or fewer images need less."],
  "moderation/refused": [422, "The image model's safety check refused this prompt or its result. Please rephrase it."],
  "vendor/busy": [503, "The image model is busy. Please try again in a minute."],
  "vendor/unavailable": [503, "The image model is not available at the moment. Please choose another or try later."],
  "vendor/rejected": [502, "The image model did not accept the request. Please choose another model."],
  "vendor/failed": [502, "The image model failed. Please try again."],
  "vendor/truncated": [502, "The image model stopped in the middle of an image. Please try again."],
  "vendor/malformed": [502, "The image model's answer was not an image. Please try again."],
  "vendor/address": [502, "The image model pointed to an address that is not allowed, so it was not opened."],
  "vendor/timeout": [504, "The image model took too long. Please try again."],
  "aborted": [499, "You stopped it."],
  "database/unavailable": [503, "The account service cannot be reached. Please try again shortly."],
  "billing/product": [422, "This product does not exist."],
  "billing/none": [404, "There is no payment account yet; it is made with the first purchase."],
  "billing/unavailable": [503, "The payment service cannot be reached. Please try again shortly."],
  "event/signature": [400, "The event's signature is not valid."],
  "billing/payload": [422, "The event lacks what its type always has."],
  "event/replayed": [400, "The event is too old or from the future."],
  "internal/unexpected": [500, "Something went wrong on our side. Please try again."],
} as const satisfies Record<string, readonly [number, string]>;

/** A stable name of an error; clients decide by it. */
export type Code = keyof typeof ERRORS;

/** An error that a person gets to see. `details` are numbers and our own words only. */
export class EdgeError extends Error {
  /** HTTP status, unless the answer has begun. */
  readonly status: number;

  constructor(
    readonly code: Code,
    readonly details: Readonly<Record<string, number | string>> = {},
    readonly credits: Credits = "untouched",
  ) {
    super(code);
    this.name = "EdgeError";
    this.status = ERRORS[code][0];
  }

  /** The same error with what became of the credits. */
  with(credits: Credits): EdgeError {
    return new EdgeError(this.code, this.details, credits);
  }

  /** What is sent: `error` is the key that supabase clients show. */
  body(): Record<string, number | string> {
    const sentence = ERRORS[this.code][1] + CREDITS[this.credits];
    return { ...this.details, error: sentence, code: this.code, credits: this.credits };
  }
}

/** Any thrown thing as an EdgeError; what is not ours says nothing of itself. */
export function known(thrown: unknown): EdgeError {
  return thrown instanceof EdgeError ? thrown : new EdgeError("internal/unexpected");
}

/** Throws what a limit of the database said, if it said no. */
export function rated(said: unknown): void {
  const { allowed, retry_after, reason } = said as { allowed: boolean; retry_after: number | null; reason?: string };
  if (allowed) return;
  if (reason === "blocked") throw new EdgeError("account/blocked");
  throw new EdgeError("rate/limited", { retry_after: retry_after ?? 60 });
}
