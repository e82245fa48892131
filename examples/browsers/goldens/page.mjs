import { resultsOf } from "./results.mjs";

const read = async (name) => (await fetch(`fixtures/${name}`)).text();
read("names.json")
  .then(JSON.parse)
  .then((names) => resultsOf(names, read))
  .then((results) => console.log(JSON.stringify(results)), reportError);
