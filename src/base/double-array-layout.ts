/**
 * The layout of a double array over character codes. This file is TypeScript and AssemblyScript at once.
 *
 * A unit is four 32-bit integers: BASE, CHECK, VALUE, COUNT. From unit u the character with code c leads to unit
 * BASE[u] + c if CHECK there is u. The lower 16 bits of COUNT are not 0 if a string ends at the unit; the user of the
 * array defines what they and VALUE mean. The upper 16 bits of COUNT filter out most characters that lead nowhere
 * without a load of another unit: bit c modulo 16 is set if code c leads on. The root is unit 0. Code 0 leads nowhere.
 */
export const UNIT_INTS = 4;
export const BASE = 0;
export const CHECK = 1;
export const VALUE = 2;
export const COUNT = 3;
export const COUNT_BITS = 0xffff;
export const CHILDREN_SHIFT = 16;
export const CHILDREN_CODES = 0xf;
