/**
 * The name that was probably meant by an unknown one: equal to it but for case, hyphens and underscores, or the one that
 * the fewest edits turn it into. undefined if none is near.
 *
 * @param names the known names
 * @param most the most edits that count as near; by default a third of the length
 */
export function nearest(
  unknown: string,
  names: Iterable<string>,
  most = Math.max(1, Math.floor(folded(unknown).length / 3)),
): string | undefined {
  const wanted = folded(unknown);
  let best: string | undefined;
  let least = most + 1;
  for (const name of names) {
    const distance = editDistance(wanted, folded(name), least);
    if (distance >= least) continue;
    best = name;
    least = distance;
  }
  return best;
}

/** Fewer letters than these are a part of too many names. */
const SHORTEST_PART = 3;

/** The end of an error's `expected` that proposes a name: the only one that contains the unknown one, else the nearest. */
export function proposal(unknown: string, names: Iterable<string>): string {
  const known = [...names];
  const part = folded(unknown);
  const longer = part.length < SHORTEST_PART ? [] : known.filter((name) => folded(name).includes(part));
  const name = longer.length === 1 ? longer[0] : nearest(unknown, known);
  return name === undefined ? "" : `; did you mean ${name}?`;
}

function folded(name: string): string {
  return name.toLowerCase().replace(/[-_\s]/g, "");
}

/** The number of insertions, deletions, replacements and exchanges of neighbours; any number from `limit` on if not less. */
function editDistance(from: string, to: string, limit: number): number {
  if (Math.abs(from.length - to.length) >= limit) return limit;
  let [before, row] = [[] as number[], Array.from({ length: to.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = row[j - 1] + (from[i - 1] === to[j - 1] ? 0 : 1);
      next[j] = Math.min(replaced, row[j] + 1, next[j - 1] + 1);
      const isExchange = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      if (isExchange) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    [before, row] = [row, next];
  }
  return row[to.length];
}
