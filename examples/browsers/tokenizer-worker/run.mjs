/** Calls of many kinds, which give the same in each worker and in Node. */
import { texts, vocabulary } from "./given.mjs";

const ALIGNED = { padding: true, return_offsets_mapping: true, return_word_ids: true };

export async function run(worker) {
  const events = [];
  const progress_callback = ({ status, file }) => events.push(`${status} ${file}`);
  const options = { files: filesOf(), progress_callback };
  const [characters, pieces] = await Promise.all([
    worker.from_pretrained("bert-base-japanese-char-v3", { word_ids: true }),
    worker.from_pretrained("mine", options),
  ]);
  const results = { events: [...new Set(events)].filter((event) => event.startsWith("done vocab")) };
  results.ids = await Promise.all(texts.map((text) => pieces.encode(text)));
  results.encodings = [await characters(texts, ALIGNED), await pieces(texts[1], ALIGNED)];
  results.texts = await characters.batch_decode(results.encodings[0].input_ids, { skip_special_tokens: true });
  await characters.set({ padding_side: "left" });
  results.added = [await characters.add_tokens(["<a>", "<b>"]), characters.length, characters.padding_side];
  results.left = (await characters(texts, { padding: true })).input_ids;
  results.failure = await characters("雨", { paddng: true }).catch(({ name, message }) => [name, message]);
  results.missing = await worker.from_pretrained("mine", { files: { "vocab.txt": "none.txt" } }).then(
    () => "no error",
    ({ name }) => name,
  );
  const last = pieces.encode(texts[0]);
  worker.terminate();
  results.ended = await last.catch(({ name }) => name);
  return results;
}

function filesOf() {
  const config = {
    tokenizer_class: "BertJapaneseTokenizer",
    word_tokenizer_type: "mecab",
    mecab_kwargs: { mecab_dic: "unidic_lite" },
  };
  const encoder = new TextEncoder();
  return new Map([
    ["vocab.txt", new Blob([vocabulary.join("\n")])],
    ["tokenizer_config.json", encoder.encode(JSON.stringify(config))],
  ]);
}
