import { roomFor, trimmed } from "../../base/buffers.js";
import { NOTHING, type Template } from "../../tokenizer/slow/template.js";
import type { WordSplitter } from "../../words/word-splitter.js";

/** The ids of texts, for calls that want nothing else. */
export interface TextIds {
  /** The ids of a text with those of a template around them, in a new list. */
  listOf(text: string, words: WordSplitter, template?: Template): number[];
  /** The same for many texts, for less; undefined if there is no such way. */
  listsOf?(texts: readonly string[], words: WordSplitter, template: Template): number[][] | undefined;
}

/** The ids of one text, which the next one overwrites. */
export class IdBuffer {
  ids: Int32Array = new Int32Array(512);

  /** Gives back the memory that only a long text needs. */
  clear(): void {
    this.ids = trimmed(this.ids);
  }

  /** The first ids in a new list, with a template's ids around them. */
  listed(count: number, { prefix, suffix }: Template = NOTHING): number[] {
    const { ids } = this;
    const list = roomFor(prefix.length + count + suffix.length);
    let to = 0;
    for (let at = 0; at < prefix.length; at++) list[to++] = prefix[at];
    for (let at = 0; at < count; at++) list[to++] = ids[at];
    for (let at = 0; at < suffix.length; at++) list[to++] = suffix[at];
    return list;
  }
}
