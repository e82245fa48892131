import { expect, it } from "vitest";
import { OptionError } from "../../../src/base/errors.js";
import { ByteCodec, MIXED_RADIX, specialIds, specialIndex } from "../../../src/subwords/bytes/index.js";

it("the mixed radix has 1,600 special tokens, each with an index and four ids", () => {
  for (let index = 0; index < 1600; index++) {
    const ids = specialIds(MIXED_RADIX, index, 7);
    expect(specialIndex(MIXED_RADIX, [1, ...ids], 1, 7)).toBe(index);
  }
  expect(specialIds(MIXED_RADIX, 73)).toEqual([225, 193, 129, 0]);
  expect(specialIds(MIXED_RADIX, 219)).toEqual([227, 195, 131, 0]);
});

it("an index that is not an integer from 0 to 1,599 is an error", () => {
  for (const index of [-1, 1600, 0.5]) expect(() => specialIds(MIXED_RADIX, index)).toThrow(OptionError);
});

it("ids that are no special token's have the index -1", () => {
  const character = new ByteCodec(MIXED_RADIX, { patchWidth: 4 }).encodeIds("a");
  for (const ids of [character, [249, 192, 128, 0], [224, 200, 128, 0], [224, 192, 128], []]) {
    expect(specialIndex(MIXED_RADIX, ids)).toBe(-1);
  }
});
