import { resultsOf } from "./results.mjs";

const read = async (name) => (await fetch(`fixtures/${name}`)).text();

/** The results of all goldens, which the server has. */
export async function results() {
  return resultsOf(JSON.parse(await read("names.json")), read);
}
