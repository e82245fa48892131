import type { SignalLike } from "../base/web-types.js";
/**
 * The caller's signal that ends a load. However many requests and waits a load has, the signal gets one listener, and
 * none when nothing is under way: Node warns of more than ten.
 */
export class Abortion {
  readonly #reactions = new Set<() => void>();
  readonly #listener = (): void => {
    for (const react of [...this.#reactions]) react();
  };

  constructor(private readonly signal: SignalLike | undefined) {}

  get isAborted(): boolean {
    return this.signal?.aborted ?? false;
  }

  /** The caller's reason; the load rejects with it. */
  get reason(): unknown {
    return this.signal?.reason;
  }

  /** @throws the signal's reason if it is aborted */
  throwIfAborted(): void {
    if (this.isAborted) throw this.reason;
  }

  /**
   * Calls `react` when the signal is aborted; at once if it is already.
   *
   * @returns a function that ends this
   */
  onAbort(react: () => void): () => void {
    if (this.isAborted) react();
    if (!this.signal || this.isAborted) return () => undefined;
    if (this.#reactions.size === 0) this.signal.addEventListener("abort", this.#listener);
    this.#reactions.add(react);
    return () => {
      this.#reactions.delete(react);
      if (this.#reactions.size === 0) this.signal?.removeEventListener("abort", this.#listener);
    };
  }
}
