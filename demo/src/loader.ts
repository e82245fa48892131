import { type TokenizerInWorker, TokenizerWorker } from "tohoku-tokenizers/worker";
import { OWN } from "./models.js";

/** Loads tokenizers in one worker, each once. */
export class Loader {
  readonly #worker = new TokenizerWorker();
  readonly #loaded = new Map<string, Promise<TokenizerInWorker>>();

  /** @param progress takes the bytes of a download so far, and of all of it if that is known */
  load(name: string, progress: (loaded: number, total: number | undefined) => void): Promise<TokenizerInWorker> {
    const known = this.#loaded.get(name);
    if (known) return known;
    const loading = this.#worker.from_pretrained(name, {
      word_ids: true,
      progress_callback: ({ status, loaded, total }) => {
        if (status === "progress" && loaded !== undefined) progress(loaded, total);
      },
    });
    this.#loaded.set(name, loading);
    // Another attempt may find the network, or files.
    loading.catch(() => this.#loaded.delete(name));
    return loading;
  }

  /**
   * Makes a tokenizer of a person's files: of those of a model, or of a vocabulary for the model that was chosen.
   *
   * @returns the name under which it can be loaded from now on
   */
  async take(files: readonly File[], model: string): Promise<string> {
    const namesClass = files.some(({ name }) => name === "tokenizer_config.json" || name === "tokenizer.json");
    const [file] = files;
    const options = files.length === 1 && !namesClass ? { vocabulary: file } : { files };
    const name = namesClass ? OWN : model;
    const tokenizer = await this.#worker.from_pretrained(name, { ...options, word_ids: true });
    this.#loaded.set(name, Promise.resolve(tokenizer));
    return name;
  }
}
