import { AlignedBuilder, compose, endOf, startOf } from "../text/alignment.js";
import { alignNfkc } from "../text/normalize.js";
import type { Words } from "./word-splitter.js";

/** The words, each normalized to NFKC separately. */
export function toNfkc(words: Words): Words {
  if (words.isNfkc) return words;
  const builder = new AlignedBuilder();
  const spans = new Uint32Array(2 * words.count);
  for (let at = 0; at < 2 * words.count; at += 2) {
    const start = words.spans[at];
    const { text, alignment } = alignNfkc(words.text.slice(start, words.spans[at + 1]));
    spans[at] = builder.text.length;
    for (let unit = 0; unit < text.length; unit++) {
      builder.add(text[unit], start + startOf(alignment, unit, unit + 1), start + endOf(alignment, unit, unit + 1));
    }
    spans[at + 1] = builder.text.length;
  }
  const alignment = compose(words.alignment, builder.build().alignment);
  return { text: builder.text, spans, count: words.count, isNfkc: true, alignment };
}
