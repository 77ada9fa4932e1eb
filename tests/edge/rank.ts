/** For test_edge_router.py: reads questions from standard input (a JSON list), writes the router's ranking of each. */
import { type Question, rank } from "../../edge_functions/_shared/routing/router.ts";

type Asked = Omit<Question, "exact"> & { readonly exact: readonly string[] };

const asked: Asked[] = JSON.parse(await new Response(Deno.stdin.readable).text());
const ranked = asked.map((question) => rank({ ...question, exact: (model) => question.exact.includes(model) }));
console.log(JSON.stringify(ranked));
