import { Character } from "../../subwords/character.js";
import type { MakeSubwords } from "./compose-bert.js";
import { UnitIds } from "./unit-ids.js";

/** The characters of a vocabulary. */
export const characters: MakeSubwords = (vocabulary, unk_token) => {
  const subwords = new Character(vocabulary, { unk_token });
  return { subwords, textIds: new UnitIds(subwords) };
};
