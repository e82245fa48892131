/**
 * The types of a SentencePiece model's pieces. Their numbers in a .model file are their positions in this list, from 1.
 */
export const PIECE_TYPES = ["normal", "unknown", "control", "user_defined", "unused", "byte"] as const;

/** The type of a piece, which decides if the piece can match text. */
export type PieceType = (typeof PIECE_TYPES)[number];

/** The string of a piece, its score, and its type (default "normal"). The id of a piece is its index in the list. */
export type Piece = readonly [text: string, score: number, type?: PieceType];

/** The type of a piece. */
export function typeOf(piece: Piece): PieceType {
  return piece[2] ?? "normal";
}

/** True if pieces of the type match text. */
export function isOfText(type: PieceType): boolean {
  return type === "normal" || type === "user_defined" || type === "unused";
}

/** By id, the strings of the pieces of the chosen types; the empty string for all other pieces. */
export function textsOf(pieces: readonly Piece[], isChosen: (type: PieceType) => boolean): string[] {
  return pieces.map((piece) => (isChosen(typeOf(piece)) ? piece[0] : ""));
}

/** The id of the piece for unknown text, or -1 if there is none. */
export function unknownIdOf(pieces: readonly Piece[]): number {
  return pieces.findIndex((piece) => typeOf(piece) === "unknown");
}
