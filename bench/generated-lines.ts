import { Random } from "../fixtures/random.js";

const TIMES = "昨日 今朝 来週 二〇一九年の春 午後3時ごろ 先月 祖父が若かったころ 雨の日 10月21日".split(" ");
const PEOPLE = "母 弟 田中さん 研究者 図書館の職員 隣の家の子ども 新しい先生 エンジニア 猫 ジョン 𠮷田部長".split(" ");
const PLACES = "仙台駅 大学 川沿いの公園 スーパーマーケット 小さな港町 インターネット上 会議室 北海道 台所".split(" ");
const THINGS =
  "古い辞書 コーヒー 形態素解析の結果 論文 自転車 JavaScriptのライブラリー 手紙 夕焼け 1,200円の弁当 プログラム 😀のスタンプ".split(
    " ",
  );
const MANNERS = "ゆっくり 楽しそうに 何度も こっそり とても丁寧に しぶしぶ 思わず だいたい".split(" ");
const DEEDS = "読んでいた 見つけました 忘れてしまった 買うつもりだ 調べなければならない 写真に撮った 待っている".split(
  " ",
);
const ENDS = "。 。 。 。 ！ よ。 そうだ。 らしいね… （笑） ？".split(" ");

/** Returns random simple sentences, the same ones on every call. Their vocabulary is smaller than that of real text. */
export function generateLines(count: number): string[] {
  const random = new Random(2024);
  const clause = (): string => {
    const time = random.chance(0.4) ? `${random.pick(TIMES)}、` : "";
    const manner = random.chance(0.5) ? random.pick(MANNERS) : "";
    const deed = random.pick(DEEDS);
    return `${time}${random.pick(PEOPLE)}は${random.pick(PLACES)}で${random.pick(THINGS)}を${manner}${deed}`;
  };
  return Array.from({ length: count }, () => random.several(1, 3, clause).join("が、") + random.pick(ENDS));
}
