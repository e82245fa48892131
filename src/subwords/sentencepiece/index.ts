export type { Piece, PieceType } from "../pieces/piece.js";
export { TokenBuffer } from "../subword-model.js";
export { Unigram, type UnigramOptions } from "../unigram/unigram.js";
export {
  SentencePiece,
  type SentencePieceEncoding,
  type SentencePieceOptions,
} from "./sentencepiece.js";
