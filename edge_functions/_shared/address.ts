/**
 * Decides whether an address that a vendor gave may be opened.
 *
 * Only names that the settings list are opened: `*.bfl.ai` (HTTPS, standard port, no address literal) or an exact
 * origin such as `http://127.0.0.1:9000`, which only the local stack lists. A listed name that leads to a private
 * network is refused too, where the runtime lets us resolve names. Redirects are not followed by the caller.
 */
import { EdgeError } from "./errors.ts";

/** Looks up the addresses of a name. */
export type Resolve = (name: string, kind: "A" | "AAAA") => Promise<string[]>;

/** `address` as a URL. Throws vendor/address. */
export async function allowed(address: unknown, list: readonly string[], resolve: Resolve = dns): Promise<URL> {
  const url = typeof address === "string" ? URL.parse(address) : null;
  if (!url || url.username || url.password) throw new EdgeError("vendor/address");
  if (list.includes(url.origin)) return url;
  const name = url.hostname;
  const named = list.some((entry) => entry.startsWith("*.") && name.endsWith(entry.slice(1)));
  // The parser has turned every spelling of an IPv4 address into dotted numbers; none ends in a listed domain.
  if (url.protocol !== "https:" || url.port || !named) throw new EdgeError("vendor/address");
  const found = await Promise.all((["A", "AAAA"] as const).map((kind) => resolve(name, kind).catch(() => [])));
  if (found.flat().some(isPrivate)) throw new EdgeError("vendor/address");
  return url;
}

const dns: Resolve = (name, kind) => Deno.resolveDns(name, kind);

/** First address and prefix length of each IPv4 network that is not public (RFC 6890). */
const PRIVATE: readonly (readonly [string, number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
];

/** Whether an IPv4 or IPv6 address lies outside the public internet. What is no address counts as private. */
export function isPrivate(address: string): boolean {
  if (!address.includes(":")) return privateV4(address);
  const groups = v6(address);
  if (!groups) return true;
  // Public unicast is 2000::/3 alone. 6to4 and Teredo carry an IPv4 address inside; documentation is 2001:db8::/32.
  const [first = 0, second = 0] = groups;
  const mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (mapped) return privateV4(groups.slice(6).flatMap((group) => [group >> 8, group & 255]).join("."));
  return (first & 0xe000) !== 0x2000 || first === 0x2002 || (first === 0x2001 && (second === 0xdb8 || second < 0x200));
}

function privateV4(address: string): boolean {
  const value = v4(address);
  if (value === null) return true;
  return PRIVATE.some(([network, bits]) => (value ^ (v4(network) ?? 0)) >>> (32 - bits) === 0);
}

function v4(address: string): number | null {
  const parts = address.split(".");
  if (parts.length !== 4 || parts.some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255)) return null;
  return parts.reduce((sum, part) => (sum << 8 | Number(part)) >>> 0, 0);
}

function v6(address: string): number[] | null {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(address);
  if (dotted) {
    const value = v4(dotted[2] as string);
    if (value === null) return null;
    return v6(`${dotted[1]}${(value >>> 16).toString(16)}:${(value & 0xffff).toString(16)}`);
  }
  const [left = "", right, more] = address.split("::");
  if (more !== undefined) return null;
  const groups = (text: string) => text ? text.split(":") : [];
  const [head, tail] = [groups(left), groups(right ?? "")];
  const gap = 8 - head.length - tail.length;
  if (right === undefined ? gap !== 0 : gap < 1) return null;
  const all = [...head, ...Array<string>(gap).fill("0"), ...tail];
  return all.every((group) => /^[0-9a-f]{1,4}$/i.test(group)) ? all.map((group) => parseInt(group, 16)) : null;
}
