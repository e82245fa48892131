/** What a piece of a SentencePiece model is for; its number in a .model file is its place here, from 1. */
export const PIECE_TYPES = ["normal", "unknown", "control", "user_defined", "unused", "byte"] as const;

export type PieceType = (typeof PIECE_TYPES)[number];

/** A piece, its score and its type ("normal" if none is given); its id is its place in the list. */
export type Piece = readonly [text: string, score: number, type?: PieceType];

export function typeOf(piece: Piece): PieceType {
  return piece[2] ?? "normal";
}

/** Whether pieces of the type stand for text; the others stand for what is none. */
export function isOfText(type: PieceType): boolean {
  return type === "normal" || type === "user_defined" || type === "unused";
}

/** The texts of the pieces of some types, by id; the empty string for all others. */
export function textsOf(pieces: readonly Piece[], isChosen: (type: PieceType) => boolean): string[] {
  return pieces.map((piece) => (isChosen(typeOf(piece)) ? piece[0] : ""));
}

/** The id of the piece that unknown text becomes, or -1. */
export function unknownIdOf(pieces: readonly Piece[]): number {
  return pieces.findIndex((piece) => typeOf(piece) === "unknown");
}
