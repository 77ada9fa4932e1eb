/** What a person may ask for: a prompt and a few choices. No field can carry a picture. */
import { choice, matching, onlyFields, whole } from "../_shared/body.ts";
import { EdgeError } from "../_shared/errors.ts";
import { type Aspect, ASPECTS, type Model, MODELS, QUALITIES, type Quality } from "../_shared/vendors/vendor.ts";

/** A checked request. */
export interface Order {
  readonly prompt: string;
  readonly aspect: Aspect;
  readonly quality: Quality;
  readonly count: number;
  readonly seed: number | null;
  readonly model: Model | "auto";
  readonly save: boolean;
  /** Chosen by the client: the same key is never charged twice. */
  readonly key: string;
}

const FIELDS = ["prompt", "aspect", "quality", "count", "seed", "model", "save", "idempotency_key"] as const;
const MAX_PROMPT = 2000;
const MAX_SEED = 4_294_967_295 - 3; // four images use four seeds
const KEY = /^[A-Za-z0-9_.:-]{8,64}$/;

/** `body` as an order. Throws request/field and request/prompt. */
export function order(body: Record<string, unknown>): Order {
  onlyFields(body, FIELDS);
  const { save } = body;
  if (save !== undefined && typeof save !== "boolean") throw new EdgeError("request/field", { field: "save" });
  return {
    prompt: prompt(body.prompt),
    aspect: choice(body.aspect, ASPECTS, "1:1", "aspect"),
    quality: choice(body.quality, QUALITIES, "standard", "quality"),
    count: body.count === undefined ? 1 : whole(body.count, 1, 4, "count"),
    seed: body.seed === undefined || body.seed === null ? null : whole(body.seed, 1, MAX_SEED, "seed"),
    model: choice(body.model, ["auto", ...MODELS], "auto", "model"),
    save: save ?? false,
    key: matching(body.idempotency_key, KEY, "idempotency_key"),
  };
}

/** 1 to 2000 characters (code points) of which one at least can be seen. Control characters become spaces. */
function prompt(value: unknown): string {
  if (typeof value !== "string" || !value.isWellFormed()) throw new EdgeError("request/prompt");
  const text = value.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
  const visible = text.replace(/[\p{Cf}\p{Zs}\p{Mn}\u115f\u1160\u3164\u2800\s]+/gu, "");
  if (!visible || [...text].length > MAX_PROMPT) throw new EdgeError("request/prompt");
  return text;
}
