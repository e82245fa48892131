/** Opens the page in the browser that the environment names. */
import { cpSync } from "node:fs";
import { runPageInBrowser } from "./browser.mjs";
import { serve } from "./serve.mjs";

cpSync(`${process.env.FIXTURES}/transformers-js/golden`, ".", { recursive: true });
const line = await runPageInBrowser(await serve("."));
if (line !== "ok") throw new Error(line);
process.exit();
