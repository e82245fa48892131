import type { DecodeOptions } from "../call-options.js";
import type { Joining, Pipeline } from "./pipeline.js";
import type { PipelineTable } from "./pipeline-table.js";

/** The settings for joining tokens, with the added tokens of a table. */
export function joiningOf(table: PipelineTable, errors?: DecodeOptions["errors"]): Joining {
  return { isAdded: (token) => table.added.idOf(token) !== undefined, errors };
}

/**
 * The text of ids: added tokens without a role, and the texts of the runs of tokens between them. Reference: `_decode` of
 * PreTrainedTokenizer of transformers 4.56.1, before it cleans up.
 */
export function decode(
  ids: readonly number[],
  pipeline: Pipeline,
  table: PipelineTable,
  options: DecodeOptions,
): string {
  const skips = options.skip_special_tokens ?? false;
  const special = table.special.byContent;
  const joining = joiningOf(table, options.errors);
  const parts: string[] = [];
  let run: string[] = [];
  for (const token of table.tokensOf(ids, skips)) {
    if (skips && special.has(token)) continue;
    if (!table.standsAlone(token)) {
      run.push(token);
      continue;
    }
    const text = run.length > 0 ? pipeline.join(run, joining) : "";
    if (text !== "") parts.push(text);
    parts.push(token);
    run = [];
  }
  if (run.length > 0) parts.push(pipeline.join(run, joining));
  return parts.join((options.spaces_between_special_tokens ?? true) ? " " : "");
}
