import { answers } from "./answers.mjs";

/** The smallest module of WebAssembly. */
const SMALLEST = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

answers().then(async (all) => {
  document.title = await WebAssembly.compile(SMALLEST).then(
    () => "WebAssembly",
    () => "no WebAssembly",
  );
  console.log(JSON.stringify(all));
});
