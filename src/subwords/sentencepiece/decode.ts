import { decodeUtf8Leniently } from "../../text/utf8.js";
import type { PieceType } from "../pieces/piece.js";
import type { ModelFile } from "./model-file.js";

/** A piece to be decoded: with its type, or none if the model does not have it. */
export type Decoded = readonly [piece: string, type: PieceType | undefined];

const ESCAPED_SPACE = "\u2581";

/** Puts pieces together to a text, as SentencePiece 0.2.3 does before it denormalizes. */
export function decodePieces(pieces: Iterable<Decoded>, file: ModelFile): string {
  const { addDummyPrefix, removeExtraWhitespaces } = file.normalizer;
  let text = "";
  let bytes: number[] = [];
  /** Whether a space may be the one that encoding has put before the text. */
  let isAtStart = addDummyPrefix || removeExtraWhitespaces;
  const flush = (): void => {
    if (bytes.length > 0) text += decodeUtf8Leniently(Uint8Array.from(bytes));
    bytes = [];
  };
  for (const [piece, type] of pieces) {
    if (type === "byte") {
      bytes.push(Number.parseInt(piece.slice(3, 5), 16));
      continue;
    }
    flush();
    isAtStart &&= text === "";
    if (type === "control") continue;
    if (type === undefined) text += piece;
    else if (type === "unknown") text += file.unkSurface;
    else {
      const isDropped = isAtStart && piece.startsWith(ESCAPED_SPACE);
      text += (isDropped ? piece.slice(1) : piece).replaceAll(ESCAPED_SPACE, " ");
      // Where spaces are removed, all that lead are dropped; otherwise the one.
      if (isDropped && !removeExtraWhitespaces) isAtStart = false;
    }
  }
  flush();
  return text;
}
