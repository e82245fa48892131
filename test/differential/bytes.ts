import { byT5 as makeByT5 } from "tohoku-tokenizers";
import { ByteCodec, UTF8 } from "tohoku-tokenizers/bytes";
import { CODECS, damaged } from "../../fixtures/bytes.js";
import { Random } from "../../fixtures/random.js";
import { type CodecSetting, type Outcome, type Reference, raised } from "../../fixtures/reference.js";
import type { Part } from "./compare.js";
import type { PartMaker } from "./parts.js";
import { seedOf } from "./sources.js";

const BYT5 = "ByT5";
const BYT5_CODEC: CodecSetting = { encoding: UTF8, offset: 3, patch_width: 1 };
/** Special tokens in a text are text. Extra tokens would only make the reference slow. */
const BYT5_ARGUMENTS = { extra_ids: 0, split_special_tokens: true } as const;

/** Encodes texts to the ids of their bytes, and decodes damaged copies of these ids. */
export const BYTE_PARTS: readonly PartMaker[] = [
  ...Object.entries(CODECS).flatMap(([name, setting]) => [
    always(`bytes:${name}`, encoding(setting)),
    always(`bytes:${name} decoded`, decoding(setting)),
  ]),
  byT5("bytes:byt5", byT5Encoding()),
  byT5("bytes:byt5 decoded", byT5Decoding()),
];

type Sides = Omit<Part, "name">;

function always(name: string, sides: Sides): PartMaker {
  return { name, make: async () => ({ name, ...sides }) };
}

function byT5(name: string, sides: Sides): PartMaker {
  const make = async (references: readonly Reference[]) => {
    await Promise.all(references.map((reference) => reference.openByT5(BYT5, BYT5_ARGUMENTS)));
    return { name, ...sides };
  };
  return { name, make };
}

function encoding(setting: CodecSetting): Sides {
  const codec = codecOf(setting);
  return {
    ours: (text) => codec.encodeIds(text),
    theirs: (reference, texts) => reference.encodeBytes(setting, texts),
  };
}

function decoding(setting: CodecSetting): Sides {
  const codec = codecOf(setting);
  const idsOf = (text: string): number[] => damagedIds(text, codec, setting);
  return {
    ours: (text) => [codec.decode(idsOf(text)), codec.decode(idsOf(text), "replace")],
    theirs: (reference, texts) => {
      const ids = texts.map(idsOf);
      return together(reference.decodeBytes(setting, "ignore", ids), reference.decodeBytes(setting, "replace", ids));
    },
  };
}

function byT5Encoding(): Sides {
  const tokenizer = makeByT5(BYT5_ARGUMENTS);
  return {
    ours: (text) => [...tokenizer.encode(text, { add_special_tokens: false }), ...tokenizer.tokenize(text)],
    theirs: (reference, texts) =>
      together(reference.encode(BYT5, texts, { add_special_tokens: false }), reference.tokenize(BYT5, texts)),
  };
}

function byT5Decoding(): Sides {
  const tokenizer = makeByT5(BYT5_ARGUMENTS);
  const codec = codecOf(BYT5_CODEC);
  // From 259 on, the reference puts spaces around some ids and raises for others. It is slow, so texts are short.
  const idsOf = (text: string): number[] =>
    damagedIds(text.slice(0, 6), codec, BYT5_CODEC).filter((id) => id >= 0 && id < 259);
  return {
    ours: (text) => {
      const ids = idsOf(text);
      return [tokenizer.decode(ids), tokenizer.decode(ids, { skip_special_tokens: true })];
    },
    theirs: (reference, texts) => {
      const ids = texts.map(idsOf);
      return together(reference.decode(BYT5, ids), reference.decode(BYT5, ids, { skip_special_tokens: true }));
    },
  };
}

function codecOf({ encoding, offset, patch_width }: CodecSetting): ByteCodec {
  return new ByteCodec(encoding, { offset, patchWidth: patch_width });
}

/** Damages the ids of a text. The result depends on nothing but the text. */
function damagedIds(text: string, codec: ByteCodec, setting: CodecSetting): number[] {
  const wellFormed = text.replace(/[\ud800-\udfff]/gu, "?");
  return damaged(codec.encodeIds(wellFormed), setting, new Random(seedOf(text)));
}

/** Joins several answers for each item into one list. If one of them is an error, the error is the answer. */
async function together(...answers: Promise<Outcome<string | string[] | number[]>[]>[]): Promise<Outcome<unknown>[]> {
  const [first, ...others] = await Promise.all(answers);
  return first.map((outcome, index) => {
    const outcomes = [outcome, ...others.map((other) => other[index])];
    return outcomes.find(raised) ?? outcomes.flat();
  });
}
