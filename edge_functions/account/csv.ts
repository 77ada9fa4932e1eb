/** Generation records as CSV (RFC 4180), safe to open in a spreadsheet. */

const COLUMNS = [
  "request_id",
  "model",
  "state",
  "error_code",
  "credits",
  "started_at",
  "ended_at",
  "settings",
] as const;

/** One line for each record, with a line of names first. */
export function csv(records: readonly Readonly<Record<string, unknown>>[]): string {
  const rows = records.map((record) => COLUMNS.map((name) => cell(record[name])).join(","));
  return [COLUMNS.join(","), ...rows, ""].join("\r\n");
}

function cell(value: unknown): string {
  const text = value === null || value === undefined
    ? ""
    : typeof value === "object"
    ? JSON.stringify(value)
    : String(value);
  // A spreadsheet would run what begins like a formula.
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
