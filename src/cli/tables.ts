import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { OptionError } from "../base/errors.js";
import type { TableFormat } from "../tables/table.js";
import type { OptionName } from "./commands.js";
import type { Input } from "./input.js";
import type { Done, JobConverter, Opening } from "./job.js";
import { Packer } from "./pack.js";
import { convertInOrder, type InputPlace, type Sink, type Texts } from "./parallel.js";
import type { Request } from "./parse.js";
import { type Conditions, TableFile } from "./table-file.js";
import { formatOf } from "./table-jobs.js";

/** The options that change nothing in the output. */
const WITHOUT_EFFECT: ReadonlySet<string> = new Set(["jobs", "resume", "no-progress"]);

/** The parts of a sink that are the same for tables and lines. */
export type Reports = Pick<Sink, "progress" | "warn">;

/**
 * Writes the table of texts to the file that --output names.
 *
 * @param version that of this package
 * @throws TextError that names the text without a row
 * @throws OptionError for --resume with standard input, or if the conditions are not those of the run to resume
 * @throws ResourceError if the file cannot be written, or exists
 */
export async function writeTable(
  texts: Texts,
  request: Request,
  version: string,
  converter: JobConverter,
  reports: Reports,
): Promise<void> {
  const { options } = request;
  const { empty, digest } = converter.opening as Opening;
  const path = options.get("output") ?? "";
  const resume = options.has("resume");
  if (resume) checkInputs(texts.inputs);
  const taken = texts.inputs.find(({ name }) => TableFile.filesOf(path).includes(name));
  if (taken)
    throw new OptionError("--output", path, `another name: it needs the file ${taken.name}, which is an input`);
  const format = await formatOf(path);
  const conditions = conditionsOf(request, texts.inputs, version, digest);
  const file = await TableFile.open(path, conditions, format.start(empty), resume);
  if (!file) return;
  const packer = options.has("pack") ? new Packer(Number(options.get("max-length")), file.reached?.carry) : undefined;
  const sink = { ...reports, take: (done: Done, end: InputPlace) => take(done, end, file, packer, format) };
  const start = file.reached?.end;
  try {
    await convertInOrder(start ? { ...texts, start } : texts, converter, sink);
  } catch (error) {
    await file.abandon();
    throw error;
  }
  const rest = packer?.rest(empty);
  const last = rest && rest.rows > 0 ? format.block(rest) : undefined;
  await file.finish(last, (about) => format.end(empty, about));
}

/** @throws OptionError for an input that cannot be read a second time */
function checkInputs(inputs: readonly Input[]): void {
  const stream = inputs.find(({ open }) => open === undefined);
  if (stream) throw new OptionError("--resume", stream.name, "files, which can be read again");
}

/** Everything that the rows depend on. */
function conditionsOf(
  { command, options }: Request,
  inputs: readonly Input[],
  version: string,
  digest: string,
): Conditions {
  const names = [...options.keys()].filter((name) => !WITHOUT_EFFECT.has(name)).sort();
  return {
    version,
    command,
    options: Object.fromEntries(names.map((name) => [name, options.get(name)])),
    inputs: inputs.map(({ name, size = null, changed = null }) => ({ name, size, changed })),
    tokenizer: digest,
    files: ["dictionary", "model", "files"].flatMap((name) => filesAt(options.get(name as OptionName))),
  };
}

/** The files at a path with their sizes and times of change; none if the path is a name. */
function filesAt(path: string | undefined): readonly unknown[] {
  if (path === undefined || !existsSync(path)) return [];
  const names = statSync(path).isDirectory() ? readdirSync(path).sort() : [""];
  return names.map((name) => {
    const { size, mtimeMs } = statSync(join(path, name));
    return [name, size, mtimeMs];
  });
}

async function take(
  { blocks, about, table, failure }: Done,
  end: InputPlace,
  file: TableFile,
  packer: Packer | undefined,
  format: TableFormat,
): Promise<void> {
  // The file will not be complete.
  if (failure) return;
  if (!packer || !table) {
    await file.add(blocks, blocks.length === 0 ? [] : [about], { end, carry: {} });
    return;
  }
  const packed = packer.add(table);
  const block = packed.rows === 0 ? undefined : format.block(packed);
  await file.add(block ? [block.bytes] : [], block ? [block.about] : [], { end, carry: packer.carry });
}
