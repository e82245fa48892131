/** A WebAssembly.Memory. Its own type is in TypeScript's DOM library, which the declarations do without. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}
