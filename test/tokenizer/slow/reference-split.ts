/** The children of a node by code point. The empty key marks the end of a token. */
type Node = Map<string, Node>;

/**
 * Cuts a text at added tokens as Trie.split of transformers 4.56.1 does, in the plainest way: every place at which a token
 * may begin is followed on its own. The time grows with the square of the text.
 */
export function referenceSplit(tokens: readonly string[], text: string): string[] {
  const root: Node = new Map();
  for (const token of tokens) {
    let node = root;
    for (const character of token) node = childOf(node, character);
    if (token !== "") node.set("", new Map());
  }
  const characters = Array.from(text);
  const open = new Map<number, Node>();
  const cuts = [0];
  let skipped = 0;
  for (let at = 0; at < characters.length; at++) {
    if (at < skipped) continue;
    const ended = advance(open, characters[at]);
    if (ended !== undefined) {
      const [start, end] = lookAhead(open, characters, ended, at);
      cuts.push(start, end);
      skipped = end;
      open.clear();
    }
    const first = at >= skipped ? root.get(characters[at]) : undefined;
    if (first) open.set(at, first);
  }
  const last = [...open].find(([, node]) => node.has(""));
  if (last) cuts.push(last[0]);
  const parts = [...cuts, characters.length].map((cut, at, all) => characters.slice(all[at - 1] ?? 0, cut).join(""));
  return parts.filter((part) => part !== "");
}

function childOf(node: Node, character: string): Node {
  const child = node.get(character) ?? new Map();
  node.set(character, child);
  return child;
}

/** Moves the open places up to the first at which a token has ended, and returns that. Closes those that go nowhere. */
function advance(open: Map<number, Node>, character: string): number | undefined {
  const closed: number[] = [];
  for (const [start, node] of open) {
    // Whatever closed before stays open in this case.
    if (node.has("")) return start;
    const child = node.get(character);
    if (child) open.set(start, child);
    else closed.push(start);
  }
  for (const start of closed) open.delete(start);
  return undefined;
}

function lookAhead(
  open: ReadonlyMap<number, Node>,
  characters: readonly string[],
  ended: number,
  at: number,
): [start: number, end: number] {
  let found: [number, number] = [ended, at];
  for (const [start, first] of open) {
    if (start > found[0]) break;
    let look = start < ended ? at + 1 : at;
    for (let node: Node | undefined = first; node; node = node.get(characters[look++] ?? "\0none")) {
      if (node.has("")) found = [start, look];
    }
  }
  return found;
}
