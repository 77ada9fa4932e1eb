/**
 * Black Forest Labs, FLUX.1 Kontext [pro]: submit, poll the address that is returned, fetch the signed result.
 *
 * Wire format: BFL's API reference, POST /v1/flux-kontext-pro → {id, polling_url}; GET polling_url → {status, result:
 * {sample, seed?}} with the statuses Pending, Ready, Request Moderated, Content Moderated, Error, Task not found.
 */
import { allowed, type Resolve } from "../address.ts";
import { EdgeError } from "../errors.ts";
import { type Access, ask, expectOk, type Job, small, type Vendor, wholeBody } from "./vendor.ts";

/** The adapter. `hosts` lists where polling and result addresses may lead; `pollMs` passes between two looks. */
export function bflFlux(
  access: Access,
  hosts: readonly string[],
  pollMs: number,
  get: typeof fetch = fetch,
  resolve?: Resolve,
): Vendor {
  return {
    model: "flux-kontext",
    size: (aspect) => ({ name: aspect, exact: true }),
    async *draw(job, signal) {
      const headers = { "x-key": access.key, accept: "application/json" };
      const polling = await allowed(await submit(access, job, headers, get, signal), hosts, resolve);
      yield { kind: "progress", stage: "queued" };
      let told = false;
      while (true) {
        const answer = await ask(get, polling, { headers, signal });
        await expectOk(answer);
        const { status, result } = parsed(await small(answer));
        if (status === "Ready") {
          const sample = await allowed(result?.sample, hosts, resolve);
          const picture = await ask(get, sample, { signal });
          await expectOk(picture);
          yield await wholeBody(picture, typeof result?.seed === "number" ? result.seed : job.seed);
          return;
        }
        unfinished(status);
        if (!told) yield { kind: "progress", stage: "drawing" };
        told = true;
        await pause(pollMs, signal);
      }
    },
  };
}

interface Task {
  readonly status?: unknown;
  readonly polling_url?: unknown;
  readonly result?: { readonly sample?: unknown; readonly seed?: unknown } | null;
}

async function submit(
  access: Access,
  { prompt, aspect, seed, quality }: Job,
  headers: Record<string, string>,
  get: typeof fetch,
  signal: AbortSignal,
): Promise<unknown> {
  const order = {
    prompt,
    aspect_ratio: aspect,
    // Drafts are smaller to send.
    output_format: quality === "draft" ? "jpeg" : "png",
    safety_tolerance: 2,
    prompt_upsampling: false,
    ...(seed === null ? {} : { seed }),
  };
  const answer = await ask(get, `${access.url}/v1/flux-kontext-pro`, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify(order),
    signal,
  });
  await expectOk(answer);
  return parsed(await small(answer)).polling_url;
}

function parsed(text: string): Task {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return value;
  } catch { /* said below */ }
  throw new EdgeError("vendor/malformed");
}

/** Returns for a task that is still going on, throws for every other status. */
function unfinished(status: unknown): void {
  if (status === "Pending") return;
  if (status === "Request Moderated" || status === "Content Moderated") throw new EdgeError("moderation/refused");
  if (status === "Error" || status === "Task not found") throw new EdgeError("vendor/failed");
  throw new EdgeError("vendor/malformed");
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal.addEventListener("abort", stop, { once: true });
  });
}
