/** Wires the function `generate`: settings from the environment, real vendors, the platform's server. */
import { verifier } from "../_shared/auth.ts";
import { logger } from "../_shared/log.ts";
import { Breakers } from "../_shared/routing/breaker.ts";
import { guarded, listen, project, setting } from "../_shared/serve.ts";
import { Supabase } from "../_shared/supabase.ts";
import { bflFlux } from "../_shared/vendors/bfl_flux.ts";
import { openaiImages } from "../_shared/vendors/openai_images.ts";
import { stabilitySdxl } from "../_shared/vendors/stability_sdxl.ts";
import { type Deps, handler } from "./handler.ts";

const log = logger("generate");
const supabase = project();
const milliseconds = (name: string, otherwise: number) => Number(setting(name, String(otherwise)));
const access = (name: string, url: string) => ({
  url: setting(`${name}_URL`, url),
  key: setting(`${name}_API_KEY`),
});

const deps: Deps = {
  verify: verifier(supabase.url),
  supabase: new Supabase(supabase),
  vendors: {
    "gpt-image-1": openaiImages(access("OPENAI", "https://api.openai.com")),
    "flux-kontext": bflFlux(
      access("BFL", "https://api.bfl.ai"),
      setting("BFL_HOSTS", "*.bfl.ai").split(","),
      milliseconds("BFL_POLL_MS", 500),
    ),
    "sdxl": stabilitySdxl(access("STABILITY", "https://api.stability.ai")),
  },
  breakers: new Breakers(),
  limits: {
    first: milliseconds("GENERATE_FIRST_MS", 90_000),
    stall: milliseconds("GENERATE_STALL_MS", 20_000),
    whole: milliseconds("GENERATE_WHOLE_MS", 140_000),
  },
  beatMs: milliseconds("GENERATE_BEAT_MS", 10_000),
  log,
};

listen(guarded((request) => handler(request, deps), setting("ALUO_ORIGINS").split(","), log));
