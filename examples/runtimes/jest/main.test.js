const { ResourceError, AutoTokenizer } = require("tohoku-tokenizers");
const { answers } = require("./answers.cjs");

test("ids and words", async () => {
  process.stdout.write(`${JSON.stringify(await answers())}\n`);
});

test("errors are the package's own, though Jest's realm has another class Error", async () => {
  const files = AutoTokenizer.from_pretrained("bert-base-japanese-v3", { files: __dirname });
  await expect(files).rejects.toThrow(ResourceError);
});
