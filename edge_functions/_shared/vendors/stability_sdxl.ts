/**
 * Stability AI, SDXL 1.0: POST /v1/generation/stable-diffusion-xl-1024-v1-0/text-to-image.
 *
 * Wire format: Stability's REST API v1 reference. With `Accept: image/png` and one sample the picture is the body, and
 * the headers `Finish-Reason` (SUCCESS, ERROR, CONTENT_FILTERED) and `Seed` come before it: so a filtered (blurred)
 * picture is known before a byte of it is sent on. Errors are {"id", "name", "message"}.
 */
import { EdgeError } from "../errors.ts";
import { type Access, ask, type Aspect, expectOk, type Job, type Quality, type Vendor, wholeBody } from "./vendor.ts";

/** The sizes that SDXL takes, nearest to each aspect. */
const SIZES: Readonly<Record<Aspect, readonly [number, number]>> = {
  "1:1": [1024, 1024],
  "3:2": [1216, 832],
  "2:3": [832, 1216],
  "16:9": [1344, 768],
  "9:16": [768, 1344],
  "4:3": [1152, 896],
  "3:4": [896, 1152],
  "4:5": [896, 1152],
  "5:4": [1152, 896],
  "21:9": [1536, 640],
};
const STEPS: Readonly<Record<Quality, number>> = { draft: 20, standard: 30, high: 50 };
const MODERATION = /"name"\s*:\s*"(invalid_prompts|content_moderation)"/;
const ENGINE = "stable-diffusion-xl-1024-v1-0";

/** The adapter. */
export function stabilitySdxl(access: Access, get: typeof fetch = fetch): Vendor {
  return {
    model: "sdxl",
    size: (aspect) => ({ name: SIZES[aspect].join("x"), exact: aspect === "1:1" }),
    async *draw(job, signal) {
      const headers = {
        "authorization": `Bearer ${access.key}`,
        "content-type": "application/json",
        "accept": "image/png",
      };
      yield { kind: "progress", stage: "drawing" };
      const url = `${access.url}/v1/generation/${ENGINE}/text-to-image`;
      const answer = await ask(get, url, { method: "POST", headers, body: JSON.stringify(order(job)), signal });
      await expectOk(answer, (body) => MODERATION.test(body));
      const reason = answer.headers.get("finish-reason") ?? "SUCCESS";
      if (reason !== "SUCCESS") {
        await answer.body?.cancel();
        throw new EdgeError(reason === "CONTENT_FILTERED" ? "moderation/refused" : "vendor/failed");
      }
      const seed = answer.headers.get("seed");
      yield await wholeBody(answer, seed === null ? job.seed : Number(seed));
    },
  };
}

function order({ prompt, aspect, quality, seed }: Job): Record<string, unknown> {
  const [width, height] = SIZES[aspect];
  return {
    text_prompts: [{ text: prompt, weight: 1 }],
    width,
    height,
    samples: 1,
    steps: STEPS[quality],
    cfg_scale: 7,
    seed: seed ?? 0, // 0 lets the vendor choose
  };
}
