/** Checks the types: the compiler must accept this file, which has no cast. */
import { AutoModelForMaskedLM, FillMaskPipeline } from "@huggingface/transformers";
import { AutoTokenizer } from "tohoku-tokenizers";
import { forTransformersJs, pipeline, TokenClassificationPipeline } from "tohoku-tokenizers/transformers-js";

export async function fillMask(text: string): Promise<string[]> {
  const fill = await pipeline("fill-mask", "my/model", { dtype: "fp32" });
  const [first, ...others] = await fill(text, { top_k: 3 });
  return [first.token_str, ...others.map(({ sequence }) => sequence)];
}

export async function byHand(name: string): Promise<number> {
  const tokenizer = forTransformersJs(await AutoTokenizer.from_pretrained(name), { model_max_length: 512 });
  const model = await AutoModelForMaskedLM.from_pretrained(name, { dtype: "fp32" });
  const fill = new FillMaskPipeline({ task: "fill-mask", model, tokenizer });
  const { input_ids } = tokenizer("東京", { return_tensor: false });
  return input_ids.length + (await fill("[MASK]")).length;
}

export async function entities(text: string): Promise<string[]> {
  const tag = await pipeline("ner", "my/model", { tokenizer: await AutoTokenizer.from_pretrained("my/model") });
  const tokens = await tag(text);
  const labels: string[] = tokens.map(({ entity, start, end }) => `${entity} ${text.slice(start, end)}`);
  const [groups] = await tag([text], { aggregation_strategy: "first" });
  const again = new TokenClassificationPipeline(tag);
  return [...labels, ...groups.map(({ entity_group }) => entity_group), ...(await again(text)).map(({ word }) => word)];
}

export async function refused(): Promise<void> {
  const tag = await pipeline("token-classification", "my/model");
  // @ts-expect-error There is no such strategy.
  await tag("", { aggregation_strategy: "last" });
  // @ts-expect-error A string is no tokenizer.
  forTransformersJs("my/model");
}
