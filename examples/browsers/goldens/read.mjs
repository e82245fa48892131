import { resultsOf } from "./results.mjs";

const read = async (name) => new Uint8Array(await (await fetch(`fixtures/${name}`)).arrayBuffer());

/** The results of all goldens, which the server has. */
export async function results() {
  return resultsOf(JSON.parse(new TextDecoder().decode(await read("names.json"))), read);
}
