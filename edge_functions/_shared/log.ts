/**
 * Logging that cannot carry content: a line is made of known words, numbers and request ids, and of nothing else.
 *
 * There is no message parameter. Each field is checked when it is written, since types vanish at run time: a value
 * that is neither a number, nor a word of the list, nor a UUID becomes "?".
 */
import { type Code, ERRORS } from "./errors.ts";

const WORDS = new Set<string>([
  ...Object.keys(ERRORS),
  ...["generate", "billing", "account", "start", "end", "fallback", "webhook", "sweep", "settle", "save"],
  ...["gpt-image-1", "flux-kontext", "sdxl", "done", "partial", "refused", "failed", "timeout"],
]);
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The fields that a line may have. */
export interface Line {
  readonly event: "start" | "end" | "fallback" | "webhook" | "sweep" | "settle" | "save";
  readonly code?: Code | "done";
  readonly request?: string;
  readonly model?: string;
  readonly status?: number;
  readonly ms?: number;
  readonly count?: number;
}

/** Writes one line for the function `name`. */
export type Log = (line: Line) => void;

/** A log that writes JSON lines to standard output. */
export function logger(name: "generate" | "billing" | "account"): Log {
  return (line) => {
    const safe = Object.entries({ function: name, ...line }).map(([key, value]) => [key, checked(value)]);
    // deno-lint-ignore no-console
    console.log(JSON.stringify(Object.fromEntries(safe)));
  };
}

function checked(value: unknown): number | string {
  if (typeof value === "number") return Math.round(value);
  return typeof value === "string" && (WORDS.has(value) || UUID.test(value)) ? value : "?";
}
