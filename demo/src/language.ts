/** The page's words in two languages. */
const WORDS = {
  en: {
    lead: "Japanese tokenizers of the tohoku-nlp models, in your browser. The text stays on this page.",
    text: "Text",
    model: "Model",
    compare: "Compare with",
    none: "nothing",
    files: "Files of a model",
    drop: "or drop a vocab.txt, tokenizer.json or .model here",
    link: "Copy a link",
    copied: "Copied",
    copyIds: "ids",
    copyJson: "JSON",
    copyPython: "Python",
    copyTypeScript: "TypeScript",
    copy: "Copy as",
    loading: "Loading",
    ids: "ids",
    words: "words",
    unknown: "unknown",
    maximum: "of at most",
    cut: "the model cuts here",
    own: "my files",
    needs: "from the hub or your files:",
    builtIn: "in the package:",
    lattice: "Lattice of MeCab",
    forceHint: "Blue is the cheapest path. Click a word to force the path through it.",
    costsMore: "The cheapest path through {word} costs {cost} more than the best path.",
    costsSame: "{word} is on a path that costs no more than the best path.",
    bestPath: "Best path",
    failed: "This model could not be loaded. Drop its files on the page, or choose another one.",
    legend:
      "Above: the text; below it tokens and ids. A word is one block. Dotted: changed by normalization. Red: unknown. Grey: special. Different in a comparison: framed.",
    results: "Tokens of",
  },
  ja: {
    lead: "東北大学の日本語モデルのトークナイザーをブラウザーで試せます。入力した文はこのページの外に送られません。",
    text: "文",
    model: "モデル",
    compare: "比較",
    none: "なし",
    files: "モデルのファイル",
    drop: "vocab.txt、tokenizer.json、.model をここにドロップしても使えます",
    link: "リンクをコピー",
    copied: "コピーしました",
    copyIds: "ID",
    copyJson: "JSON",
    copyPython: "Python",
    copyTypeScript: "TypeScript",
    copy: "コピー:",
    loading: "読み込み中",
    ids: "ID",
    words: "単語",
    unknown: "未知語",
    maximum: "上限",
    cut: "ここで切られます",
    own: "自分のファイル",
    needs: "ハブまたは手元のファイルが必要:",
    builtIn: "パッケージに含まれるもの:",
    lattice: "MeCab のラティス",
    forceHint: "青はコスト最小の経路です。語をクリックすると、その語を必ず通る経路になります。",
    costsMore: "「{word}」を通る経路の最小コストは、最良の経路より {cost} 大きくなります。",
    costsSame: "「{word}」を通る経路のコストは、最良の経路と同じです。",
    bestPath: "最良の経路に戻す",
    failed: "モデルを読み込めませんでした。ファイルをドロップするか、別のモデルを選んでください。",
    legend:
      "上が元の文、下がトークンと ID です。一つの枠が一語です。点線は正規化で変わった文字、赤は未知語、灰色は特殊トークン、比較で異なるものは囲みで示します。",
    results: "トークン:",
  },
} as const;

export type Language = keyof typeof WORDS;
export type Word = keyof (typeof WORDS)["en"];

export function isLanguage(value: string | null): value is Language {
  return value !== null && Object.hasOwn(WORDS, value);
}

export function say(language: Language, word: Word): string {
  return WORDS[language][word];
}
