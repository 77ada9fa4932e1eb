/**
 * Picks the image model for a prompt and says why in one sentence.
 *
 * The rules are data (rules.json): a pattern, the points that it gives to models, and a reason. Aspect, quality and
 * price add theirs. The prompt is matched here and goes nowhere; a reason never quotes it.
 */
import { type Aspect, type Model, MODELS, type Quality } from "../vendors/vendor.ts";
import rules from "./rules.json" with { type: "json" };

type Points = Partial<Record<Model, number>>;

interface Rule {
  readonly pattern: RegExp;
  readonly points: Points;
  readonly because: string;
}

/** What the choice depends on. */
export interface Question {
  readonly prompt: string;
  readonly aspect: Aspect;
  readonly quality: Quality;
  /** Credits for one image, by model; a model without a price is not offered. */
  readonly prices: Readonly<Points>;
  /** Whether a model draws the aspect itself. */
  exact(model: Model, aspect: Aspect): boolean;
}

/** A model and why it. */
export interface Choice {
  readonly model: Model;
  readonly because: string;
}

const RULES: readonly Rule[] = rules.rules.map(({ pattern, points, because }) => ({
  pattern: spoken(pattern),
  points: points as Points,
  because,
}));

/** All models that are offered, the most suitable first. */
export function rank(question: Question): Choice[] {
  const gifts = [...saidByPrompt(question.prompt), ...saidByOrder(question)];
  const offered = MODELS.filter((model) => question.prices[model] !== undefined);
  const sums = new Map(offered.map((model) => [model, sum(gifts, model)]));
  const sorted = [...offered].sort((a, b) => (sums.get(b) ?? 0) - (sums.get(a) ?? 0));
  return sorted.map((model) => ({ model, because: reason(gifts, model, sorted) }));
}

interface Gift {
  readonly points: Points;
  readonly because: string;
}

function saidByPrompt(prompt: string): Gift[] {
  const base = { points: rules.base as Points, because: rules.otherwise };
  return [base, ...RULES.filter(({ pattern }) => pattern.test(prompt))];
}

function saidByOrder({ aspect, quality, prices, exact }: Question): Gift[] {
  const gifts: Gift[] = [];
  const wished = (rules.quality as Partial<Record<Quality, Points>>)[quality];
  const because = (rules.qualityBecause as Partial<Record<Quality, string>>)[quality];
  if (wished && because) gifts.push({ points: wished, because });
  const inexact = MODELS.filter((model) => !exact(model, aspect)).map((model) => [model, rules.inexact.points]);
  gifts.push({ points: Object.fromEntries(inexact), because: rules.inexact.because });
  const cheapest = Math.max(Math.min(...Object.values(prices)), 1);
  const dear = Object.entries(prices).map(([model, price]) => {
    const points = rules.thrift.points[quality] * (price / cheapest - 1);
    return [model, Math.max(points, rules.thrift.most)];
  });
  gifts.push({ points: Object.fromEntries(dear), because: rules.thrift.because });
  return gifts;
}

function sum(gifts: readonly Gift[], model: Model): number {
  return gifts.reduce((total, { points }) => total + (points[model] ?? 0), 0);
}

/** The reason that puts `model` furthest ahead of the best other one. */
function reason(gifts: readonly Gift[], model: Model, sorted: readonly Model[]): string {
  const other = sorted.find((one) => one !== model) ?? model;
  const ahead = ({ points }: Gift) => (points[model] ?? 0) - (points[other] ?? 0);
  const best = gifts.reduce((one, next) => (ahead(next) > ahead(one) ? next : one));
  return ahead(best) > 0 ? best.because : "it is the next best for this prompt";
}

/** The rule's pattern with word boundaries that know umlauts and in any case. */
function spoken(pattern: string): RegExp {
  const bounded = pattern.replace(/^\\b/, "(?<![\\p{L}\\p{N}])").replace(/\\b$/, "(?![\\p{L}\\p{N}])");
  return new RegExp(bounded.replaceAll("\\w", "[\\p{L}\\p{N}_]"), "iu");
}
