/** Runs the pipelines and compares their numbers with Python's. Throws an error at the first difference. */
import { AutoModelForMaskedLM, FillMaskPipeline, Tensor } from "@huggingface/transformers";
import { AutoTokenizer } from "tohoku-tokenizers";
import { forTransformersJs, pipeline } from "tohoku-tokenizers/transformers-js";

const CLOSE = 1e-4;
/** In pages, transformers.js prefers quantized models. */
const OPTIONS = { dtype: "fp32" };

/**
 * @param answers the answers of Python, by model
 * @param nameOf the name that transformers.js takes for a model of the fixtures
 * @param filesOf where this library finds its files
 */
export async function check(answers, nameOf, filesOf) {
  const make = (task, model = task) => pipeline(task, nameOf(model), OPTIONS);

  for (const model of ["fill-mask", "fill-mask-characters"]) {
    await checkFillMask(answers[model], await make("fill-mask", model));
  }
  await checkTokens(answers["token-classification"], await make("token-classification"));
  await checkTokens(answers["token-classification-bytes"], await make("ner", "token-classification-bytes"));
  await checkFeatures(answers["feature-extraction"], await make("feature-extraction"));
  await checkClasses(answers["text-classification"], await make("text-classification"));
  await checkTopics(answers["zero-shot-classification"], await make("zero-shot-classification"));
  await checkAnswers(answers["question-answering"], await make("question-answering"));
  await checkByHand(answers["fill-mask"], nameOf("fill-mask"), filesOf("fill-mask"));
}

async function checkFillMask({ texts, ids, logits }, fill) {
  const results = await fill(texts);
  expectIds(fill.tokenizer, texts, ids);
  for (const [row, found] of results.entries()) {
    const scores = softmax(logits[row]);
    for (const { score, token } of found) expectClose(score, scores[token], `the score of ${token}`);
    expectEqual(found[0].token, scores.indexOf(Math.max(...scores)), "the best token");
    expectEqual(found[0].token_str, fill.tokenizer.decode([found[0].token]), "its text");
  }
}

async function checkTokens({ texts, ids, logits }, classify) {
  expectIds(classify.tokenizer, texts, ids);
  const labels = Object.values(classify.model.config.id2label);
  const results = await classify(texts, { ignore_labels: [] });
  for (const [row, tokens] of results.entries()) {
    for (const { entity, score, index, start, end } of tokens) {
      const scores = softmax(logits[row][index]);
      expectClose(score, Math.max(...scores), `the score of ${entity}`);
      expectEqual(entity, labels[scores.indexOf(Math.max(...scores))], "the label");
      expectEqual(start < end && end <= texts[row].length, true, `the span ${start}-${end}`);
    }
    expectEqual(tokens.length > 0, true, "tokens");
  }
  const [text] = texts;
  for (const aggregation_strategy of ["simple", "first", "average", "max"]) {
    const groups = await classify(text, { ignore_labels: [], aggregation_strategy });
    for (const { word, start, end } of groups) expectEqual(word, text.slice(start, end), "the text of a group");
    // Several bytes are one character, and may be in several groups.
    const whole = groups.filter(({ start }, at) => start >= (groups[at - 1]?.end ?? 0));
    expectEqual(whole.map(({ word }) => word).join(""), text, `the text of all groups (${aggregation_strategy})`);
  }
}

async function checkFeatures({ texts, ids, means }, extract) {
  expectIds(extract.tokenizer, texts, ids);
  const { data } = await extract(texts, { pooling: "mean" });
  for (const [at, value] of means.flat().entries()) expectClose(data[at], value, `number ${at} of the means`);
}

async function checkClasses({ texts, ids, logits }, classify) {
  expectIds(classify.tokenizer, texts, ids);
  const { label2id } = classify.model.config;
  const results = await classify(texts, { top_k: null });
  for (const [row, found] of results.entries()) {
    const scores = softmax(logits[row]);
    for (const { label, score } of found) expectClose(score, scores[label2id[label]], `the score of ${label}`);
  }
}

async function checkTopics({ texts, topics, logits }, classify) {
  const options = { hypothesis_template: "これは{}の話です。", multi_label: true };
  const results = await classify(texts, topics, options);
  for (const [row, { labels, scores }] of results.entries()) {
    for (const [at, label] of labels.entries()) {
      const [entailment, , contradiction] = logits[row * topics.length + topics.indexOf(label)];
      expectClose(scores[at], softmax([contradiction, entailment])[1], `the score of ${label}`);
    }
  }
}

async function checkAnswers({ texts, ids, start_logits, end_logits }, answer) {
  for (const [row, [question, context]] of texts.entries()) {
    const first = ids[row].indexOf(answer.tokenizer.sep_token_id) + 1;
    const last = ids[row].lastIndexOf(answer.tokenizer.sep_token_id);
    // The pipeline leaves [CLS] among what an answer may not be.
    const places = [0, ...Array.from({ length: last - first }, (_, at) => first + at)];
    const known = places.filter((at) => at === 0 || !answer.tokenizer.all_special_ids.includes(ids[row][at]));
    const starts = softmax(known.map((at) => start_logits[row][at]));
    const ends = softmax(known.map((at) => end_logits[row][at]));
    let best = 0;
    for (let from = 1; from < known.length; from++) {
      for (let to = from; to < known.length; to++) best = Math.max(best, starts[from] * ends[to]);
    }
    const { score } = await answer(question, context);
    expectClose(score, best, `the score of an answer to ${question}`);
  }
}

/** The parts of a pipeline, put together by hand. */
async function checkByHand(answers, name, files) {
  const tokenizer = forTransformersJs(await AutoTokenizer.from_pretrained("mine", { files }));
  const model = await AutoModelForMaskedLM.from_pretrained(name, OPTIONS);
  await checkFillMask(answers, new FillMaskPipeline({ task: "fill-mask", model, tokenizer }));
  const long = answers.texts[0].repeat(50);
  expectEqual(tokenizer(long, { truncation: true }).input_ids.dims.join(" "), "1 64", "the size of a text that is cut");
  expectEqual(tokenizer(answers.texts[0]).input_ids instanceof Tensor, true, "a tensor");
  const lists = tokenizer(answers.texts, { padding: true, return_tensor: false });
  expectEqual(JSON.stringify(lists.input_ids), JSON.stringify(answers.ids), "lists of ids");
  const [first] = answers.ids;
  const ids = new Tensor("int64", BigInt64Array.from(first, BigInt), [1, first.length]);
  expectEqual(tokenizer.decode(ids), tokenizer.decode(first), "the text of a tensor");
}

function expectIds(tokenizer, texts, ids) {
  const found = tokenizer(texts, { padding: true, truncation: true }).input_ids.tolist();
  expectEqual(JSON.stringify(found.map((row) => row.map(Number))), JSON.stringify(ids), "the ids");
}

function softmax(logits) {
  const powers = logits.map((logit) => Math.exp(logit - Math.max(...logits)));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

function expectClose(found, expected, what) {
  if (!(Math.abs(found - expected) < CLOSE)) throw new Error(`${what}: ${found} instead of ${expected}`);
}

function expectEqual(found, expected, what) {
  if (found !== expected) throw new Error(`${what}: ${found} instead of ${expected}`);
}
