/**
 * The project's database functions and private pictures, over Supabase's own HTTP interfaces.
 *
 * A person's own token is used wherever it suffices, so that row-level security decides. The secret key is used for
 * what only the service may do, and only for the names in `SERVICE_CALLS`.
 */
import { type Code, EdgeError, ERRORS } from "./errors.ts";

/** What the service does with the secret key; a person could not be trusted with any of it. */
export const SERVICE_CALLS = [
  "credits_capture", // ends a reservation: by how much is for the service to say
  "credits_release", // returns credits
  "credits_sweep", // ends reservations that a crash left open
  "generation_end", // says how a generation ended
  "rate_take_address", // counts a request of an address, which only the service sees
  "child_report", // anybody may report a child's account; how often is for the service to limit
  "billing_event", // believes what Stripe signed
  "billing_customer_link", // ties a customer at Stripe to a person
  "billing_customers", // Stripe's tokens are not shown to the browser
  "saved_add", // lists a picture that the service stored
  "saved_expired", // lists pictures whose time has come, of all persons
  "saved_forget", // forgets pictures that were removed
  "account_delete_work", // says what is to be removed outside the database
  "account_delete_finish", // removes the rows of a person whose payments and pictures are gone
  "account_sweep", // lists deletions that were interrupted
] as const;

/** A database function that needs the secret key. */
export type ServiceCall = (typeof SERVICE_CALLS)[number];

/** Where the project is and how to speak to it. */
export interface Project {
  /** URL without a slash at the end. */
  readonly url: string;
  /** Says which project asks; gives no right. */
  readonly publishable: string;
  /** Bypasses row-level security. */
  readonly secret: string;
}

/** The name of the private bucket for results that a person chose to keep. */
export const BUCKET = "results";

/** Milliseconds that the database may take. */
export const DATABASE_MS = 5000;

type Arguments = Readonly<Record<string, unknown>>;

/** Credits for one image; size `*` is any that has no row of its own. */
export interface Price {
  readonly model: string;
  readonly quality: string;
  readonly size: string;
  readonly credits: number;
}

const PRICES_MS = 600_000;

/** The interfaces of one project. */
export class Supabase {
  #prices: readonly Price[] = [];
  #pricesRead = 0;

  constructor(readonly project: Project, readonly get: typeof fetch = fetch) {}

  /**
   * Calls a database function as the person; `from` is the address that the person's request came from, where the
   * function counts those. Throws EdgeError.
   */
  call(name: string, args: Arguments, token: string, from = ""): Promise<unknown> {
    const address: Record<string, string> = from ? { "x-client-address": from } : {};
    const headers = { apikey: this.project.publishable, authorization: `Bearer ${token}` };
    return this.#rpc(name, args, { ...headers, ...address });
  }

  /** The prices of the free plan, as everybody may read them; kept for ten minutes. Throws EdgeError. */
  async prices(): Promise<readonly Price[]> {
    if (Date.now() - this.#pricesRead > PRICES_MS) {
      const url = `${this.project.url}/rest/v1/prices?select=model,quality,size,credits&plan=eq.free`;
      const answer = await this.#fetch(url, { headers: { apikey: this.project.publishable } });
      const text = await answer.text().catch(() => "");
      if (!answer.ok) throw refused(answer.status, text);
      this.#prices = JSON.parse(text);
      this.#pricesRead = Date.now();
    }
    return this.#prices;
  }

  /** Calls a database function as the service. Throws EdgeError. */
  serve(name: ServiceCall, args: Arguments): Promise<unknown> {
    return this.#rpc(name, args, this.#service());
  }

  /** The same, tried again while the database is away: for what must not be lost. Throws EdgeError in the end. */
  async insist(name: ServiceCall, args: Arguments, waits: readonly number[] = [100, 400, 1500]): Promise<unknown> {
    for (const wait of waits) {
      try {
        return await this.serve(name, args);
      } catch (thrown) {
        if (!(thrown instanceof EdgeError && thrown.code === "database/unavailable")) throw thrown;
        await new Promise((done) => setTimeout(done, wait));
      }
    }
    return await this.serve(name, args);
  }

  /**
   * Stores a picture at `path` while `body` is still arriving. Resolves to whether it is stored. As the service: no key
   * that a browser has may write into the bucket.
   */
  async store(path: string, type: string, body: ReadableStream<Uint8Array>): Promise<boolean> {
    const headers = { ...this.#service(), "content-type": type, "x-upsert": "false" };
    const answer = await this.get(this.#object(`/${path}`), { method: "POST", headers, body });
    await answer.body?.cancel();
    return answer.ok;
  }

  /** Removes pictures as the service. Those that are gone already are no error. Throws database/unavailable. */
  async remove(paths: readonly string[]): Promise<void> {
    if (!paths.length) return;
    const headers = { ...this.#service(), "content-type": "application/json" };
    const body = JSON.stringify({ prefixes: paths });
    const answer = await this.#fetch(this.#object(""), { method: "DELETE", headers, body });
    await answer.body?.cancel();
    if (!answer.ok) throw new EdgeError("database/unavailable");
  }

  /** The paths of all pictures under a person's folder, as the service. Throws database/unavailable. */
  async pictures(person: string): Promise<string[]> {
    const headers = { ...this.#service(), "content-type": "application/json" };
    const body = JSON.stringify({ prefix: person, limit: 1000, offset: 0 });
    const url = `${this.project.url}/storage/v1/object/list/${BUCKET}`;
    const answer = await this.#fetch(url, { method: "POST", headers, body });
    if (!answer.ok) {
      await answer.body?.cancel();
      throw new EdgeError("database/unavailable");
    }
    const listed = await answer.json() as { name: string }[];
    return listed.map(({ name }) => `${person}/${name}`);
  }

  /** Removes a person's sign-in. One that is gone already is no error. Throws database/unavailable. */
  async forget(person: string): Promise<void> {
    const url = `${this.project.url}/auth/v1/admin/users/${person}`;
    const answer = await this.#fetch(url, { method: "DELETE", headers: this.#service() });
    await answer.body?.cancel();
    if (!answer.ok && answer.status !== 404) throw new EdgeError("database/unavailable");
  }

  async #rpc(name: string, args: Arguments, headers: Record<string, string>): Promise<unknown> {
    const url = `${this.project.url}/rest/v1/rpc/${name}`;
    const sent = { ...headers, "content-type": "application/json", "content-profile": "public" };
    const answer = await this.#fetch(url, { method: "POST", headers: sent, body: JSON.stringify(args) });
    const text = await answer.text().catch(() => "");
    if (answer.ok) return text ? JSON.parse(text) : null;
    throw refused(answer.status, text);
  }

  async #fetch(url: string, init: RequestInit): Promise<Response> {
    try {
      return await this.get(url, { ...init, signal: AbortSignal.timeout(DATABASE_MS), redirect: "error" });
    } catch {
      throw new EdgeError("database/unavailable");
    }
  }

  #service(): Record<string, string> {
    // A new secret key is no JWT and goes into `apikey` alone; an old service_role key is one and needs both.
    const old = this.project.secret.startsWith("ey");
    const bearer: Record<string, string> = old ? { authorization: `Bearer ${this.project.secret}` } : {};
    return { apikey: this.project.secret, ...bearer };
  }

  #object(rest: string): string {
    return `${this.project.url}/storage/v1/object/${BUCKET}${rest}`;
  }
}

/** What a database function said no with (its message is one of our codes), or that it is away. */
function refused(status: number, text: string): EdgeError {
  let said: { message?: unknown; details?: unknown; hint?: unknown } = {};
  try {
    said = JSON.parse(text);
  } catch { /* a gateway's page */ }
  const { message } = said;
  const code = typeof message === "string" && Object.hasOwn(ERRORS, message) ? message as Code : null;
  // No silent bans: a block says why and where to appeal.
  if (code === "account/blocked") return new EdgeError(code, { why: String(said.details), appeal: String(said.hint) });
  if (code) return new EdgeError(code);
  if (status === 401) return new EdgeError("auth/invalid");
  // Anything else that is final is our mistake; the rest passes.
  return new EdgeError(status >= 500 || status === 429 ? "database/unavailable" : "internal/unexpected");
}
