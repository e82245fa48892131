import { readIfServed, readSource } from "../files/read.js";
import { nameOf } from "../files/source.js";
import type { Watch } from "../files/watch.js";
import type { ModelFiles } from "./model-files.js";
import { checkedPath } from "./names.js";

/** The files of a model below an address. */
export class AddressFiles implements ModelFiles {
  readonly #reads = new Map<string, Promise<Uint8Array | undefined>>();

  /** @param base the address of the folder, with or without a slash at its end; a query is kept for each file */
  constructor(
    readonly name: string,
    private readonly base: URL,
    private readonly subfolder: string,
    private readonly watch: Watch,
  ) {}

  async read(file: string): Promise<Uint8Array | undefined> {
    const bytes = this.#reads.get(file) ?? readIfServed(this.#urlOf(file), { file, watch: this.watch });
    this.#reads.set(file, bytes);
    return bytes;
  }

  async readRequired(file: string): Promise<Uint8Array> {
    const bytes = await this.read(file);
    // A second request fails with the reason why the server does not give the file.
    return (
      bytes ?? readSource(this.#urlOf(file), { file, expected: "a file that the server gives", watch: this.watch })
    );
  }

  locationOf(file: string): string {
    return nameOf(this.#urlOf(file)) ?? file;
  }

  #urlOf(file: string): URL {
    const path = checkedPath(this.subfolder === "" ? file : `${this.subfolder}/${file}`, "file");
    const url = new URL(this.base);
    url.pathname = `${url.pathname.replace(/\/$/, "")}/${path.split("/").map(encodeURIComponent).join("/")}`;
    url.hash = "";
    return url;
  }
}
