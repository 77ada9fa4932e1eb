// The one function of the peer that the benchmark calls; esbuild makes one module of it and of what it needs.
export { removeBackground } from "@imgly/background-removal";
