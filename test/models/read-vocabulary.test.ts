import { expect, it } from "vitest";
import { readVocabulary } from "../../src/models/bert/read-vocabulary.js";

const filesOf = (text: string, name = "vocab.txt") => ({
  readRequired: async () => new TextEncoder().encode(text),
  locationOf: () => name,
});

it("files of equal contents and name share a vocabulary, others do not", async () => {
  const first = await readVocabulary(filesOf("[UNK]\n猫\n"));
  expect(await readVocabulary(filesOf("[UNK]\n猫\n"))).toBe(first);
  for (const other of [filesOf("[UNK]\n犬\n"), filesOf("[UNK]\n猫\n犬\n"), filesOf("[UNK]\n猫\n", "other.txt")]) {
    expect(await readVocabulary(other)).not.toBe(first);
  }
  expect(first.idOf("猫")).toBe(1);
  expect((await readVocabulary(filesOf("[UNK]\n犬\n"))).idOf("猫")).toBeUndefined();
});
