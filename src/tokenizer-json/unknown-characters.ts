// Made by `npm run fixtures` from tokenizers and the engine's own tables. Do not edit.
// Alternating lengths, in base 36, of the code points outside a set and inside it, from U+0000 on.

/** To Unicode 9.0, by which it normalizes: neither decomposed, nor composed, nor reordered. */
export const INERT =
  "1kt 1 49 9 16 a 8a 1 fx 1 72 2 al 1 1ne 1 q1 v 2 c lm 5 45g 1 n3l 4 1j 1 n0 1 hun 1 8 1 7 1 9 1 bg 5 1 16 1 9 12h 4 1t 5 8t 2 25 2 1 3 1y b 1d 4 6i 1 ju 1 1y 4 5 1 2 1 1 2 12 1 2 1 6 1 2 1 1 3 4 3 3x 1 re 2 6t 1 4 1 2 1 4 2 4 1 4c 1 2b 1 i 1 29 1 iw 1 1 2 29 1 bt 2 d0b c 5 1 2er 1 3 4 hx 2 ick 10 3sm 1q x 1 4g 7 af 1 1p 4 e4 4 72 2 6r 1 2 1 7 2 5 1 22e 1 22r a";

/** To Unicode 9.0, by which it strips accents: no marks. */
export const NO_MARKS =
  "1kt 1 49 9 16 a 8a 1 6z 6 2d 1 4u 1 1j 1 52 1 c 1 1m 2 1w 1 8o 1 j 1 1mu 1 6x 1 j3 v 2 c ej 1 72 5 rap 1 5u 1 js4 4 1t 5 8t 2 25 6 1y b 1d 4 6i 1 2 2 25 1 3m 2 3m 1 4 2 35 1 6x 1 3g 9 1 1 2 1 1 4 1 5 1 1 e 2 3f 1 r1 f 6t 6 1 2 2 4 1 1 1 2 3x 7 2 7 3 1 s a 14 7 1 4 8 1 9 b 1a g 5i 8 cp 6 3 1 1 2 1 7 1 1 1u 5 1 2 1 5 9n 4 9 2 1 1 1c 7 3 5 n 1 44l 1 6 f 8ug i 2sf 1 1b 9 2k 1 b 2 iry 1a 2 n 3ew 1 4g 7 af 1 1p 4 e4 4 72 2 6r 1 2 1 7 2 5 1";

/** To Unicode 16.0, by which its patterns go: no characters yet. */
export const UNKNOWN =
  "1ov 1 r0 1 3j 1 2r6 f 2 c 15h 1 250 1 ojb 2 2 1 1 1 s 1 gk1 g cd 2 1i 7 29d q 12j 3 8 9 x 2 2g4 8 g8 18 4 a fxy p 2 p 7y 5 4qp 8 zt m 2p 37 cg7 3 cd n f h 4pb v 1 m 8 2 34o 1 4e 4 9h 9 aj 4 1e 1 3 1 1l 1 4 1 s 1 4 1 7e 1 10zj 6 4ma c gsi 3be";
