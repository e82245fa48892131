import { OptionError } from "../../base/errors.js";
import type { Pipeline } from "./pipeline.js";
import type { PipelineTable } from "./pipeline-table.js";
import type { Template } from "./template.js";

/** The ids around texts, looked up once for each revision of the table. */
export interface Frame {
  readonly template: Template;
  /** The ids of pad_token; undefined without one. */
  readonly padIds: readonly number[] | undefined;
  /** The table's revision that it was made from. */
  readonly revision: number;
}

/** @throws OptionError if the template needs a role that no token has */
export function frameOf(pipeline: Pipeline, table: PipelineTable): Frame {
  const template = pipeline.template((name) => {
    const id = table.idOfRole(name);
    if (id === undefined) throw new OptionError(name, undefined, "a token, to put around texts");
    return id;
  });
  const padId = table.idOfRole("pad_token");
  const padIds = padId === undefined ? undefined : idsOf(pipeline, padId);
  return { template, padIds, revision: table.revision };
}

/** The ids that a token contributes to the ids of a text. */
export function idsOf({ patches }: Pipeline, id: number): readonly number[] {
  return patches?.expand(id) ?? [id];
}
