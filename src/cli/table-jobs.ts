import { createHash } from "node:crypto";
import { OptionError } from "../base/errors.js";
import { failureOf } from "../base/failure.js";
import { MeCab } from "../mecab/mecab.js";
import { ArrowFiles } from "../tables/arrow.js";
import { JSON_LINES } from "../tables/json-lines.js";
import { ParquetFiles } from "../tables/parquet.js";
import type { Table, TableFormat } from "../tables/table.js";
import { loadTokenizer } from "./convert.js";
import { textInField } from "./field.js";
import type { Done, Job, JobConverter, Opening, Warning } from "./job.js";
import { LineReader } from "./lines.js";
import type { Request } from "./parse.js";
import type { TerminalLine } from "./progress.js";
import { type Tabulate, tabulateIds, tabulateTokens, tabulateWords } from "./tabulate.js";

/** A text with everything that tokenizers treat differently, for a digest of their rules. */
const SAMPLE = "　Ａbc１２㌔ ﾊﾟﾋﾟ 東京都に、がが\u3099 𠮟😀\u200d é [MASK]<s>";

/**
 * Loads a table's format by the name of its file.
 *
 * @throws OptionError for another ending than those of tables
 * @throws ResourceError if the packages for the format are not installed
 */
export async function formatOf(file: string): Promise<TableFormat> {
  if (/\.parquet$/i.test(file)) return ParquetFiles.load();
  if (/\.arrow$/i.test(file)) return ArrowFiles.load();
  if (/\.jsonl$/i.test(file)) return JSON_LINES;
  const expected = "a name that ends in .jsonl, .parquet or .arrow; standard output, with > FILE, takes lines";
  throw new OptionError("--output", file, expected);
}

/** Converts texts to blocks of a table's file. */
export class TableJobs implements JobConverter {
  readonly room = 1;
  readonly opening: Opening;

  private constructor(
    private readonly tabulate: Tabulate,
    private readonly format: TableFormat,
    private readonly request: Request,
    /** Returns the warnings since the last call. */
    private readonly takeWarnings: () => readonly string[],
    rules: unknown,
  ) {
    const digest = createHash("sha256").update(JSON.stringify(rules)).digest("hex");
    this.opening = { empty: tabulate([], 0), digest };
  }

  /** Loads what a command needs. */
  static async load(request: Request, line: TerminalLine, takeWarnings: () => readonly string[]): Promise<TableJobs> {
    const { command, options } = request;
    const format = await formatOf(options.get("output") ?? "");
    line.draw(`loading ${options.get("dictionary") ?? options.get("model") ?? options.get("files")}`);
    try {
      if (command === "words") {
        const mecab = await MeCab.load(options.get("dictionary") ?? "");
        return new TableJobs(tabulateWords(mecab, request), format, request, takeWarnings, mecab.words(SAMPLE));
      }
      const tokenizer = await loadTokenizer(request, line);
      const rules = [[...tokenizer.get_vocab()], tokenizer.encode(SAMPLE)];
      const tabulate = command === "encode" ? tabulateIds(tokenizer, request) : tabulateTokens(tokenizer, request);
      return new TableJobs(tabulate, format, request, takeWarnings, rules);
    } finally {
      line.clear();
    }
  }

  async convert(job: Job): Promise<Done> {
    const { texts, reason } = await textsOf(job, this.request.options.get("field"));
    let table: Table;
    try {
      table = this.tabulate(texts, job.first);
    } catch (error) {
      const fault = texts.findIndex((text) => this.#errorOf(text) !== undefined);
      return fault < 0 ? this.#failed(0, error) : this.#failed(fault, this.#errorOf(texts[fault]));
    }
    if (reason !== undefined) return this.#failed(texts.length, reason);
    const done = { lines: texts.length, warnings: this.#warnings(), failure: undefined };
    if (this.request.options.has("pack")) return { ...done, blocks: [], table };
    if (table.rows === 0) return { ...done, blocks: [] };
    const { bytes, about } = this.format.block(table);
    return { ...done, blocks: [bytes], about };
  }

  end(): void {
    // Nothing runs.
  }

  /** The results of a job that failed. Its block has no use, because the file will not be complete. */
  #failed(lines: number, reason: unknown): Done {
    return { blocks: [], lines, warnings: this.#warnings(), failure: failureOf(reason) };
  }

  #warnings(): Warning[] {
    return this.takeWarnings().map((message) => ({ line: undefined, message }));
  }

  /** The error about a text alone. */
  #errorOf(text: string): unknown {
    try {
      this.tabulate([text], 0);
      return undefined;
    } catch (error) {
      return error;
    }
  }
}

interface JobTexts {
  readonly texts: readonly string[];
  /** The error about the text after them. */
  readonly reason?: unknown;
}

/** The texts of a job, up to the first that cannot be read, and the error about that one. */
async function textsOf(job: Job, field: string | undefined): Promise<JobTexts> {
  if ("texts" in job) return { texts: job.texts };
  const texts: string[] = [];
  try {
    for await (const lines of new LineReader(job.format).batches([job.bytes])) {
      for (const line of lines) texts.push(field === undefined ? line : textInField(line, field));
    }
    return { texts };
  } catch (reason) {
    return { texts, reason };
  }
}
