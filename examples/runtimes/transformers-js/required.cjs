/** require() gives the copy of transformers.js that require() gives its user. */
const transformers = require("@huggingface/transformers");
const { AutoTokenizer } = require("tohoku-tokenizers");
const { forTransformersJs, TokenClassificationPipeline } = require("tohoku-tokenizers/transformers-js");

exports.checkRequired = async (files) => {
  const tokenizer = forTransformersJs(await AutoTokenizer.from_pretrained("mine", { files }));
  if (!(tokenizer("東京").input_ids instanceof transformers.Tensor)) throw new Error("another Tensor");
  const { prototype } = TokenClassificationPipeline;
  if (!(prototype instanceof transformers.TokenClassificationPipeline)) throw new Error("another pipeline");
};
