import { WordPiece } from "../../subwords/wordpiece.js";
import type { MakeSubwords } from "./compose-bert.js";
import { WordIds } from "./word-ids.js";

/** The word pieces of a vocabulary. */
export const wordPieces: MakeSubwords = (vocabulary, unk_token) => {
  const subwords = new WordPiece(vocabulary, { unk_token });
  return { subwords, textIds: new WordIds(subwords) };
};
