import { createServer, preview } from "vite";
import { runPage } from "./page.mjs";

const development = await createServer({ logLevel: "error", server: { port: 0 } });
await development.listen();
console.log(await runPage(development.resolvedUrls.local[0]));

const built = await preview({ logLevel: "error", preview: { port: 0 } });
console.log(await runPage(built.resolvedUrls.local[0]));
process.exit();
