// AssemblyScript. Symbols, states and contexts as in src/mecab/matrix/rans.ts, which explains the coding.

import { STREAM_ACTIVITY, STREAM_CONTEXTS, STREAM_END, STREAM_NEXT, STREAM_STATE } from "../src/mecab/matrix/records";
import { CONTEXT_BYTES } from "../src/mecab/memory/layout";

/** From this number on, the symbol of a number is LONG plus the number of bits that follow. */
export const DIRECT: u32 = 8;
export const LONG: u32 = 5;
const SYMBOLS: usize = 21;
export const FREQUENCY_BITS = 12;
const FREQUENCY_SUM: u32 = 0x1000;
export const FREQUENCY_MASK: u32 = 0xfff;
export const FIRST_STATE: u32 = 0x8000;

const LEVEL_BITS = 3;
const HIGHEST_LEVEL = 7;

const contextBytes: usize = CONTEXT_BYTES;

/** Makes contexts from the frequencies of their symbols: the first slot of each symbol. */
export function openContexts(frequencies: usize, count: u32, contexts: usize): void {
  for (const end = contexts + <usize>count * contextBytes; contexts < end; contexts += contextBytes) {
    let slot: u32 = 0;
    for (let at: usize = 0; at < contextBytes; at += 2) {
      // The entries after those of the symbols end the search for a symbol.
      store<u16>(contexts + at, select<u32>(slot, FREQUENCY_SUM, at < 2 * SYMBOLS));
      slot += load<u16>(frequencies + at);
    }
    frequencies += 2 * SYMBOLS;
  }
}

/** The symbol of a slot: the last one that starts at the slot or before it. */
export function symbolAt(context: usize, slot: u32): u32 {
  const slots = i16x8.splat(<i16>slot);
  const first = i16x8.gt_s(v128.load(context), slots);
  const second = i16x8.gt_s(v128.load(context, 16), slots);
  const later = i8x16.bitmask(i8x16.narrow_i16x8_s(first, second));
  if (later !== 0) return ctz(later) - 1;
  return 15 + ctz(i16x8.bitmask(i16x8.gt_s(v128.load(context, 32), slots)));
}

/** The state that the encoder had before it coded a symbol, not yet refilled. */
export function stateBefore(state: u32, context: usize, symbol: u32, slot: u32): u32 {
  const at = context + ((<usize>symbol) << 1);
  const start = <u32>load<u16>(at);
  const frequency = <u32>load<u16>(at, 2) - start;
  return frequency * (state >> FREQUENCY_BITS) + slot - start;
}

/** Decodes the next number of a stream. After the end of the stream it returns arbitrary numbers. */
export function nextNumber(stream: usize, hint: usize): u32 {
  const activity = load<i32>(stream, STREAM_ACTIVITY);
  const level = <usize>min(30 - clz(activity + 2), HIGHEST_LEVEL);
  const context = load<usize>(stream, STREAM_CONTEXTS) + ((hint << LEVEL_BITS) | level) * contextBytes;
  const before = load<u32>(stream, STREAM_STATE);
  const slot = before & FREQUENCY_MASK;
  const symbol = symbolAt(context, slot);
  // Without branches, because it is unpredictable whether a state is refilled and whether bits follow.
  let next = load<usize>(stream, STREAM_NEXT);
  const end = load<usize>(stream, STREAM_END);
  let state = stateBefore(before, context, symbol, slot);
  let isLow = state < FIRST_STATE;
  state = select<u32>((state << 16) | <u32>load<u16>(min(next, end)), state, isLow);
  next += (<usize>isLow) << 1;
  const bits = select<u32>(symbol - LONG, 0, symbol >= DIRECT);
  const number = (1 << bits) | (state & ((1 << bits) - 1));
  state >>= bits;
  isLow = state < FIRST_STATE;
  state = select<u32>((state << 16) | <u32>load<u16>(min(next, end)), state, isLow);
  store<usize>(stream, next + ((<usize>isLow) << 1), STREAM_NEXT);
  store<u32>(stream, state, STREAM_STATE);
  store<i32>(stream, activity + ((((<i32>symbol) << 5) - activity) >> 3), STREAM_ACTIVITY);
  return select<u32>(number, symbol, bits > 0);
}

/** 0 if a stream ends after the last number decoded, in the state in which it should. */
export function remainder(stream: usize): u32 {
  return (
    (load<u32>(stream, STREAM_NEXT) ^ load<u32>(stream, STREAM_END)) | (load<u32>(stream, STREAM_STATE) ^ FIRST_STATE)
  );
}
