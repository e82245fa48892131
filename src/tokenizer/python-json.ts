/** JSON as Python's `json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False)` writes it. The keys of a Map are numbers. */
export function pythonJson(value: unknown, indent = ""): string {
  if (typeof value === "number") return number(value);
  if (value === undefined || value === null || typeof value !== "object") return JSON.stringify(value ?? null);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    return wrapped(
      value.map((item) => pythonJson(item, inner)),
      "[]",
      indent,
    );
  }
  const entries: [string, unknown][] =
    value instanceof Map
      ? [...value].sort(([a], [b]) => a - b).map(([key, item]) => [String(key), item])
      : Object.entries(value).sort(([a], [b]) => byCodePoints(a, b));
  const members = entries.map(([key, item]) => `${JSON.stringify(key)}: ${pythonJson(item, inner)}`);
  return wrapped(members, "{}", indent);
}

function wrapped(items: readonly string[], [open, close]: string, indent: string): string {
  if (items.length === 0) return `${open}${close}`;
  return `${open}\n${items.map((item) => `${indent}  ${item}`).join(",\n")}\n${indent}${close}`;
}

/** Writes all digits of an integer, however large: 1e30 as Python writes `int(1e30)`. */
function number(value: number): string {
  return Number.isInteger(value) ? BigInt(value).toString() : JSON.stringify(value);
}

function byCodePoints(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  const at = left.findIndex((character, index) => character !== right[index]);
  if (at < 0) return left.length - right.length;
  return (left[at].codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? -1);
}
