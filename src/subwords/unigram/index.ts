export type { Piece, PieceType } from "../pieces/piece.js";
export {
  SentencePiece,
  type SentencePieceEncoding,
  type SentencePieceOptions,
} from "../sentencepiece/sentencepiece.js";
export { TokenBuffer } from "../subword-model.js";
export { Unigram, type UnigramOptions } from "./unigram.js";
