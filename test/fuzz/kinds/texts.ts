import type { Random } from "../../../fixtures/random.js";
import { MeCab } from "../../../src/mecab/mecab.js";
import { normalizeNfkc } from "../../../src/text/index.js";
import { makeFamilies } from "../../families.js";
import { attempt, type Kind, must, mustEqual } from "../kind.js";
import { someText } from "../mutations.js";

interface Input {
  readonly subject: string;
  readonly text: string;
}

interface Encoded {
  readonly input_ids: readonly number[];
  readonly offset_mapping?: readonly (readonly [number, number])[] | undefined;
}

/** The calls of a tokenizer that are compared. */
interface Subject {
  (text: string, options: object): Encoded;
  encode(text: string): number[];
  tokenize(text: string): string[];
  decode(ids: readonly number[]): string;
}

const subjects = new Map(Object.entries(await makeFamilies()) as unknown as [string, Subject][]);
const engines = await Promise.all(
  (["ipadic", "unidic-lite"] as const).map(async (name) => [
    await MeCab.load(name, { engine: "wasm" }),
    await MeCab.load(name, { engine: "typescript" }),
  ]),
);
const NAMES = [...subjects.keys(), "ipadic", "unidic-lite", "nfkc"];

/** Texts: ids are the same by all ways, offsets are in the text, and the two engines find the same words. */
export const texts: Kind<Input> = {
  name: "texts",
  make: (random: Random) => ({ subject: random.pick(NAMES), text: someText(random) }),
  check({ subject, text }) {
    const tokenizer = subjects.get(subject);
    if (tokenizer) checkTokenizer(tokenizer, text);
    else if (subject === "nfkc") checkNfkc(text);
    else checkEngines(subject === "ipadic" ? 0 : 1, text);
  },
};

function checkTokenizer(tokenizer: Subject, text: string): void {
  const ids = attempt(() => tokenizer.encode(text));
  const encoded = attempt(() => tokenizer(text, { return_offsets_mapping: true, verbose: false }));
  const tokens = attempt(() => tokenizer.tokenize(text));
  mustEqual(encoded?.input_ids, ids, "ids with and without offsets");
  must((tokens === undefined) === (ids === undefined), "tokens where there are ids");
  if (ids === undefined || encoded === undefined) return;
  const offsets = encoded.offset_mapping ?? [];
  must(offsets.length === ids.length, "an offset for each id");
  for (const [start, end] of offsets) must(start >= 0 && start <= end && end <= text.length, `offset ${start}-${end}`);
  attempt(() => tokenizer.decode(ids));
}

function checkEngines(at: number, text: string): void {
  const [wasm, typescript] = engines[at].map((mecab) => attempt(() => mecab.words(text)));
  mustEqual(typescript, wasm, "words of the two engines");
  if (wasm === undefined || text.includes("\0")) return;
  const kept = wasm.join("");
  must([...kept].length <= [...text].length && kept.replace(/\s/gu, "") === text.replace(/\s/gu, ""), "text is lost");
}

function checkNfkc(text: string): void {
  const made = attempt(() => normalizeNfkc(text));
  // The runtime's tables are of a later version of Unicode, which adds nothing to the first plane that NFKC changes.
  if (made !== undefined && /^[\0-\uffff]*$/u.test(text)) mustEqual(made, text.normalize("NFKC"), "NFKC");
}
