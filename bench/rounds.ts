/**
 * Measures all items in turn, round after round. Each round starts with a different item, so that other load on the
 * machine affects all items alike. Returns the samples of each item in the order of the rounds.
 */
export async function inRounds<Item, Sample>(
  items: readonly Item[],
  rounds: number,
  measure: (item: Item, round: number) => Promise<Sample>,
): Promise<Sample[][]> {
  const samples: Sample[][] = items.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < items.length; turn++) {
      const index = (turn + round) % items.length;
      samples[index].push(await measure(items[index], round));
    }
    console.error(`round ${round + 1} of ${rounds}`);
  }
  return samples;
}
