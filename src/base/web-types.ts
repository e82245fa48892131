/*
 * The parts that this library uses of types from TypeScript's DOM library and from Node's types. The declarations name
 * these instead, so that they compile without either.
 */

/** A URL, as the class URL makes it. */
export interface UrlLike {
  readonly href: string;
  readonly protocol: string;
  readonly pathname: string;
}

/** A Blob. */
export interface BlobLike {
  readonly size: number;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** A File, as a page's file input gives it. */
export interface FileLike extends BlobLike {
  readonly name: string;
  readonly webkitRelativePath?: string;
}

/** A Response, as fetch gives it. */
export interface ResponseLike {
  readonly ok: boolean;
  readonly status: number;
  readonly url: string;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** An AbortSignal, as AbortController has it. */
export interface SignalLike {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: "abort", listener: () => void, options?: { readonly once?: boolean }): void;
  removeEventListener(type: "abort", listener: () => void): void;
}
