import { OptionError } from "../base/errors.js";
import { checkOptions } from "../base/options.js";
import type { Family, InitArguments } from "../models/family.js";
import { CONFIG, isRecord } from "./configuration-fields.js";
import { type MakeOptions, make, type OpenedModel, type Sized } from "./make.js";
import { warnOfMisspelled } from "./misspelled.js";

/**
 * Makes a tokenizer of a model's files, with what their configuration says.
 *
 * @throws OptionError if the files or the caller contradict the family; and as {@link make}
 */
export async function makeOpened<Made extends Sized, Options>(
  family: Family<Made, Options>,
  model: OpenedModel,
  makeOptions: MakeOptions,
): Promise<Made> {
  const { files, tokenizer_class, init_kwargs } = model;
  const { given } = makeOptions.options;
  if (family.fixed) {
    const named = { ...init_kwargs, tokenizer_class: tokenizer_class ?? init_kwargs.tokenizer_class };
    refuseOthers(family.fixed, named, (name) =>
      Object.hasOwn(given, name) ? name : `${files.locationOf(CONFIG)}: ${name}`,
    );
  }
  checkOptions(given, family.options);
  warnOfMisspelled({ init_kwargs, location: files.locationOf(CONFIG) }, given, family.options);
  return make(family, model, makeOptions);
}

/** Refuses arguments that differ from fixed ones; undefined, null and "" name nothing. */
function refuseOthers(fixed: InitArguments, named: InitArguments, inputOf: (name: string) => string): void {
  for (const [name, own] of Object.entries(fixed)) {
    const other = named[name] ?? "";
    if (other === "" || isSame(other, own)) continue;
    if (isRecord(own) && isRecord(other)) refuseOthers(own, other, (inner) => `${inputOf(name)}: ${inner}`);
    else {
      const expected = `${own}: this model is fixed; AutoTokenizer.from_pretrained(FOLDER) makes others`;
      throw new OptionError(inputOf(name), other, expected);
    }
  }
}

/** Dictionaries are spelled with hyphens too. */
function isSame(other: unknown, own: unknown): boolean {
  return other === own || (typeof other === "string" && other.replaceAll("-", "_") === own);
}
