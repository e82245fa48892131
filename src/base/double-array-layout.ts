/**
 * The number of 32-bit integers in a unit of a double array over character codes. This file is TypeScript and
 * AssemblyScript at once.
 *
 * The four integers of a unit are BASE, CHECK, VALUE and COUNT. From unit u, the character with code c leads to unit
 * BASE[u] + c if the CHECK of that unit is u. The root is unit 0. Code 0 leads nowhere.
 *
 * Where a string ends, the lower 16 bits of COUNT are not 0; the caller defines their meaning and that of VALUE. The
 * upper 16 bits of COUNT are a filter: bit c mod 16 is set if c leads somewhere. A clear bit rejects a character
 * without a read of another unit.
 */
export const UNIT_INTS = 4;
export const BASE = 0;
export const CHECK = 1;
export const VALUE = 2;
export const COUNT = 3;
/** The bits of COUNT that are the caller's. */
export const COUNT_BITS = 0xffff;
/** The position of the filter in COUNT. */
export const CHILDREN_SHIFT = 16;
/** The bits of a code that select its bit of the filter. */
export const CHILDREN_CODES = 0xf;
