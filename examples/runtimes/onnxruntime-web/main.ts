import { readFileSync } from "node:fs";
import { InferenceSession, Tensor } from "onnxruntime-web";
import { AutoTokenizer } from "tohoku-tokenizers";

const FOLDER = `${process.env.FIXTURES}/transformers-js/golden`;
const CLOSE = 1e-4;

interface Answers {
  readonly "token-classification": { readonly texts: string[]; readonly logits: number[][][] };
}

const { "token-classification": expected }: Answers = JSON.parse(readFileSync(`${FOLDER}/answers.json`, "utf8"));
const folder = `${FOLDER}/models/token-classification`;
const tokenizer = await AutoTokenizer.from_pretrained(folder);
const session = await InferenceSession.create(readFileSync(`${folder}/onnx/model.onnx`));

// The tensors are those of onnxruntime: the session takes the encoding as it is.
const inputs = tokenizer(expected.texts, { padding: true, truncation: true, return_tensors: Tensor });
const { logits } = await session.run({ ...inputs });

for (const [at, value] of expected.logits.flat(2).entries()) {
  const found = Number(logits.data[at]);
  if (!(Math.abs(found - value) < CLOSE)) throw new Error(`logit ${at}: ${found} instead of ${value}`);
}
