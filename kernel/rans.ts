// AssemblyScript. What src/mecab/matrix/rans.ts says of symbols, states and contexts.

import { CONTEXT_BYTES } from "../src/mecab/memory/layout";

/** A larger number's symbol says how many bits follow. */
const DIRECT: u32 = 8;
const LONG: u32 = 5;
const SYMBOLS: usize = 21;
export const FREQUENCY_BITS = 12;
const FREQUENCY_SUM: u32 = 0x1000;
export const FREQUENCY_MASK: u32 = 0xfff;
export const FIRST_STATE: u32 = 0x8000;

const LEVEL_BITS = 3;
const HIGHEST_LEVEL = 7;

const contextBytes: usize = CONTEXT_BYTES;

/** A coded list: its contexts, its next word, its end; the coder's state, the activity. */
@unmanaged
export class List {
  contexts: usize;
  next: usize;
  end: usize;
  state: u32;
  activity: i32;
}

/** Makes contexts of their symbols' frequencies. */
export function openContexts(frequencies: usize, count: u32, contexts: usize): void {
  for (const end = contexts + <usize>count * contextBytes; contexts < end; contexts += contextBytes) {
    let slot: u32 = 0;
    for (let symbol: usize = 0; symbol < contextBytes / 2; symbol++) {
      store<u16>(contexts + (symbol << 1), symbol < SYMBOLS ? slot : FREQUENCY_SUM);
      if (symbol < SYMBOLS) {
        slot += load<u16>(frequencies);
        frequencies += 2;
      }
    }
  }
}

/** The symbol of a slot: the last that does not start behind it. */
// @ts-ignore: AssemblyScript's decorator
@inline
export function symbolAt(context: usize, slot: u32): u32 {
  const slots = i16x8.splat(<i16>slot);
  const first = i16x8.gt_s(v128.load(context), slots);
  const second = i16x8.gt_s(v128.load(context, 16), slots);
  const behind = i8x16.bitmask(i8x16.narrow_i16x8_s(first, second));
  if (behind !== 0) return ctz(behind) - 1;
  return 15 + ctz(i16x8.bitmask(i16x8.gt_s(v128.load(context, 32), slots)));
}

/** The state before a symbol, not yet refilled. */
// @ts-ignore: AssemblyScript's decorator
@inline
export function stateBefore(state: u32, context: usize, symbol: u32, slot: u32): u32 {
  const start = <u32>load<u16>(context + (<usize>symbol << 1));
  const frequency = <u32>load<u16>(context + (<usize>symbol << 1), 2) - start;
  return frequency * (state >> FREQUENCY_BITS) + slot - start;
}

/** How many bits follow a symbol. */
// @ts-ignore: AssemblyScript's decorator
@inline
export function bitsOf(symbol: u32): u32 {
  return select<u32>(symbol - LONG, 0, symbol >= DIRECT);
}

/** The next number of a list. Behind its end come any numbers. */
export function nextNumber(list: List, known: usize): u32 {
  const activity = list.activity;
  const level = <usize>min(30 - clz(activity + 2), HIGHEST_LEVEL);
  const context = list.contexts + ((known << LEVEL_BITS) | level) * contextBytes;
  const slot = list.state & FREQUENCY_MASK;
  const symbol = symbolAt(context, slot);
  // Without branches: whether a state is refilled and whether bits follow cannot be guessed.
  let next = list.next;
  let state = stateBefore(list.state, context, symbol, slot);
  let isLow = state < FIRST_STATE;
  state = select<u32>((state << 16) | <u32>load<u16>(min(next, list.end)), state, isLow);
  next += <usize>isLow << 1;
  const bits = bitsOf(symbol);
  const number = (<u32>(bits > 0) << bits) | (state & ((1 << bits) - 1));
  state >>= bits;
  isLow = state < FIRST_STATE;
  state = select<u32>((state << 16) | <u32>load<u16>(min(next, list.end)), state, isLow);
  list.next = next + (<usize>isLow << 1);
  list.state = state;
  list.activity = activity + (((<i32>symbol << 5) - activity) >> 3);
  return select<u32>(number, symbol, bits > 0);
}

/** Whether all numbers were taken. */
export function isEmpty(list: List): bool {
  return list.next === list.end && list.state === FIRST_STATE;
}
