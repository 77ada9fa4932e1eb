/** Wires the function `billing`: settings from the environment, the real Stripe, the platform's server. */
import { verifier } from "../_shared/auth.ts";
import { logger } from "../_shared/log.ts";
import { guarded, listen, project, setting } from "../_shared/serve.ts";
import { Stripe } from "../_shared/stripe.ts";
import { Supabase } from "../_shared/supabase.ts";
import { type Deps, handler } from "./handler.ts";

const log = logger("billing");
const supabase = project();

const deps: Deps = {
  verify: verifier(supabase.url),
  supabase: new Supabase(supabase),
  stripe: new Stripe({ url: setting("STRIPE_URL", "https://api.stripe.com"), key: setting("STRIPE_API_KEY") }),
  prices: JSON.parse(setting("STRIPE_PRICES")),
  secret: setting("STRIPE_WEBHOOK_SECRET"),
  site: setting("ALUO_SITE"),
  log,
};

listen(guarded((request) => handler(request, deps), setting("ALUO_ORIGINS").split(","), log));
