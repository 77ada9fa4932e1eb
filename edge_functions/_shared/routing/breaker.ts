/**
 * Circuit breakers: a vendor that fails again and again is not asked for a while.
 *
 * The state lives in one worker's memory. The platform runs several; each learns for itself, which costs a few more
 * failed calls and saves a shared store.
 */
import type { Model } from "../vendors/vendor.ts";

/** Failures in a row that open the circuit. */
export const FAILURES = 3;
/** Milliseconds until one request may try an open circuit again. */
export const REST_MS = 30_000;

interface State {
  failures: number;
  until: number;
}

/** The health of all models. */
export class Breakers {
  readonly #states = new Map<Model, State>();

  constructor(readonly now: () => number = Date.now, readonly restMs = REST_MS) {}

  /** Whether the model may be asked: closed, or rested. Asking does not change anything. */
  healthy(model: Model): boolean {
    const state = this.#states.get(model);
    return !state || state.failures < FAILURES || this.now() >= state.until;
  }

  /** Takes the one trial of a rested circuit, so that others wait for its outcome. */
  begin(model: Model): void {
    const state = this.#states.get(model);
    if (state && state.failures >= FAILURES) state.until = this.now() + this.restMs;
  }

  succeeded(model: Model): void {
    this.#states.delete(model);
  }

  failed(model: Model): void {
    const failures = (this.#states.get(model)?.failures ?? 0) + 1;
    this.#states.set(model, { failures, until: this.now() + this.restMs });
  }
}
