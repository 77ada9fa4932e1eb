/** Deletes an account outside the database, then in it; and finishes what was interrupted. Each step may run twice. */
import { EdgeError, known } from "../_shared/errors.ts";
import type { Deps } from "./handler.ts";

interface Work {
  readonly user: string;
  readonly customers: readonly string[];
  readonly saved: readonly string[];
}

/** What a sweep did. */
export interface Swept {
  readonly released: number;
  readonly finished: number;
  readonly removed: number;
  readonly unfinished: number;
}

/** Removes a person: Stripe first (ends what costs money), then pictures, sign-in, rows. Throws EdgeError midway. */
export async function forget(user: string, deps: Deps): Promise<void> {
  const { supabase } = deps;
  const work = await supabase.serve("account_delete_work", { p_user: user }) as Work | null;
  if (!work) return;
  // Deleting a customer cancels the subscriptions at once and takes the cards away; invoices stay, as law demands.
  for (const customer of work.customers) await deps.stripe.remove(`customers/${encodeURIComponent(customer)}`);
  // The folder is asked too: a crash can leave a picture that no row lists.
  const paths = new Set([...work.saved, ...await supabase.pictures(user)]);
  await supabase.remove([...paths]);
  await supabase.forget(user);
  const said = await supabase.insist("account_delete_finish", { p_user: user }) as { state: string };
  if (said.state === "waiting") throw new EdgeError("account/unfinished");
}

/** Releases forgotten reservations, finishes deletions, removes pictures whose time has come. */
export async function sweep(deps: Deps): Promise<Swept> {
  const { supabase, log } = deps;
  const released = await supabase.serve("credits_sweep", {}) as number;
  const accounts = await supabase.serve("account_sweep", {}) as { finished: number; waiting: Work[] };
  let { finished } = accounts;
  let unfinished = 0;
  for (const { user } of accounts.waiting) {
    try {
      await forget(user, deps);
      finished += 1;
    } catch (thrown) {
      unfinished += 1;
      log({ event: "sweep", code: known(thrown).code });
    }
  }
  const due = await supabase.serve("saved_expired", { p_limit: 500 }) as string[];
  await supabase.remove(due);
  if (due.length) await supabase.serve("saved_forget", { p_paths: due });
  log({ event: "sweep", count: finished });
  return { released, finished, removed: due.length, unfinished };
}
