import { kernelIn } from "../kernel/kernel.js";
import type { KernelMemory } from "../memory/kernel-memory.js";
import { CELL_BYTES } from "../memory/layout.js";
import { aligned } from "../memory/region.js";
import type { WasmMemory } from "../memory/wasm-memory.js";
import { type ColumnBounds, checkRow } from "./column-bounds.js";
import { type CodedMatrix, type MatrixRows, rowStart } from "./row-groups.js";

/** The bytes that {@link checkedInKernel} needs in the kernel's memory. */
export function boundsBytes({ lowest, highest }: ColumnBounds): number {
  return aligned(lowest.byteLength) + aligned(highest.byteLength);
}

/**
 * Rows that are checked as {@link checkRow} does, by the kernel.
 *
 * @param wasm the memory as the kernel takes it
 */
export function checkedInKernel(
  rows: MatrixRows,
  { columns, bounds }: CodedMatrix,
  memory: KernelMemory,
  wasm: WasmMemory,
): MatrixRows {
  const kernel = kernelIn(wasm);
  const kept = memory.region("rows");
  const [lowest, highest] = [kept.place(bounds.lowest), kept.place(bounds.highest)];
  const { address, size } = memory.region("cells");
  const cells = new Int16Array(memory.buffer, address, size / CELL_BYTES);
  return {
    make(row) {
      rows.make(row);
      const start = rowStart(row, columns);
      // checkRow finds the wrong cell again, and names it.
      if (!kernel.isWithinBounds(address + CELL_BYTES * start, lowest, highest, columns))
        checkRow(cells, start, bounds);
    },
  };
}
