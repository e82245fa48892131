import { environment, joinPath, readIfThere } from "#platform";
import { OptionError, ResourceError } from "../base/errors.js";
import { LONGEST_SECONDS } from "../files/time-limit.js";

/**
 * The environment variables that huggingface_hub 0.36.2 reads, with the same meaning, except that an empty variable
 * counts as unset. In a browser none is set.
 */
export class HubEnvironment {
  readonly #variables: Readonly<Record<string, string | undefined>>;
  readonly #homeFolder: string | undefined;

  constructor() {
    const { variables, homeFolder } = environment();
    this.#variables = variables;
    this.#homeFolder = homeFolder;
  }

  get(name: string): string | undefined {
    return this.#variables[name] || undefined;
  }

  isTrue(name: string): boolean {
    return /^(1|on|yes|true)$/i.test(this.get(name) ?? "");
  }

  /** The value in seconds; undefined if it is unset or 0. @throws OptionError if it is no whole number */
  seconds(name: string): number | undefined {
    const value = this.get(name);
    if (value === undefined) return undefined;
    if (!/^\s*\d+\s*$/.test(value)) throw new OptionError(name, value, "whole seconds");
    return Math.min(Number(value), LONGEST_SECONDS) || undefined;
  }

  /** The folder of all repositories' caches; undefined if there is no home folder. */
  get cacheFolder(): string | undefined {
    // transformers prefers its old variable to all others, and expands nothing in it.
    const old = this.get("TRANSFORMERS_CACHE");
    if (old !== undefined) return old;
    const named = this.get("HF_HUB_CACHE") ?? this.get("HUGGINGFACE_HUB_CACHE");
    return named === undefined ? this.#inHome("hub") : this.#expanded(named);
  }

  /**
   * The machine's access token.
   *
   * @throws ResourceError if there is a token file that cannot be read
   */
  async token(): Promise<string | undefined> {
    return withoutSpace(this.get("HF_TOKEN") ?? this.get("HUGGING_FACE_HUB_TOKEN")) ?? (await this.#tokenOfFile());
  }

  async #tokenOfFile(): Promise<string | undefined> {
    const named = this.get("HF_TOKEN_PATH");
    const file = named === undefined ? this.#inHome("token") : this.#expanded(named);
    if (file === undefined) return undefined;
    try {
      return withoutSpace(new TextDecoder().decode(await readIfThere(file)));
    } catch (cause) {
      throw new ResourceError("token file", file, "a file that can be read", { cause });
    }
  }

  /** A path in the folder of huggingface_hub. */
  #inHome(name: string): string | undefined {
    const home = this.get("HF_HOME");
    if (home !== undefined) return joinPath(this.#expanded(home), name);
    const caches = this.get("XDG_CACHE_HOME") ?? (this.#homeFolder && joinPath(this.#homeFolder, ".cache"));
    return caches && joinPath(joinPath(this.#expanded(caches), "huggingface"), name);
  }

  /** A path with its leading ~ and its $VARIABLES replaced; an unset variable stays as it is. */
  #expanded(path: string): string {
    const fromHome = path.replace(/^~(?=$|[/\\])/, (tilde) => this.#homeFolder ?? tilde);
    return fromHome.replace(/\$(?:(\w+)|\{([^}]*)\})/g, (whole, bare, braced) => {
      return this.#variables[bare ?? braced] ?? whole;
    });
  }
}

function withoutSpace(token: string | undefined): string | undefined {
  return token?.replace(/[\r\n]/g, "").trim() || undefined;
}
