/** Runs the pipelines in Node or, for `npm run browsers`, in a page. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

if (process.env.BROWSER_PATH) await import("./open.mjs");
else {
  const { env } = await import("@huggingface/transformers");
  const { check } = await import("./check.mjs");
  const folder = join(process.env.FIXTURES, "transformers-js/golden");
  env.allowRemoteModels = false;
  env.localModelPath = join(folder, "models");
  const answers = JSON.parse(readFileSync(join(folder, "answers.json"), "utf8"));
  const filesOf = (model) => join(folder, "models", model);
  await check(answers, String, filesOf);
  const { checkRequired } = await import("./required.cjs");
  await checkRequired(filesOf("fill-mask"));
}
