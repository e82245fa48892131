import type { LatticeNode } from "../lattice/dump.js";

/** Spaces, and characters that control a terminal, change the direction of text or have no glyph. XML forbids some. */
const INVISIBLE = /[\p{C}\p{Z}]/gu;
/** Characters that a terminal shows in two columns, nearly as Unicode's East_Asian_Width defines them. */
const WIDE =
  /(?![\uff61-\uffdc\uffe8-\uffee])[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Script=Hangul}\p{Emoji_Presentation}\u3001-\u303e\u30fb\u30fc\u3200-\u33ff\uff01-\uff60\uffe0-\uffe6]/u;
/** Characters that a terminal shows on top of the one before. */
const COMBINING = /\p{M}/u;

/** A node's surface with invisible characters spelled out; BOS or EOS for the sentence's beginning or end. */
export function labelOf(nodes: readonly LatticeNode[], index: number): string {
  if (index === 0) return "BOS";
  return index === nodes.length - 1 ? "EOS" : visible(nodes[index].surface);
}

/** A text with spaces as "␣", ASCII control characters as their pictures, other invisible characters as "\u{…}". */
export function visible(text: string): string {
  return text.replace(INVISIBLE, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code <= 0x20) return code === 0x20 ? "␣" : String.fromCharCode(0x2400 + code);
    return `\\u{${code.toString(16)}}`;
  });
}

/** The number of terminal columns of a {@link visible} text. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += COMBINING.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return columns;
}

/** The nodes of the best path alone, each the predecessor of the next. */
export function bestPath(nodes: readonly LatticeNode[]): readonly LatticeNode[] {
  return nodes.filter(({ isBest }) => isBest).map((node, index) => ({ ...node, previous: index - 1 }));
}
