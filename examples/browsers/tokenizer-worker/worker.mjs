/** A worker of the page's own. */
import { serveTokenizers } from "tohoku-tokenizers/worker/serve";

serveTokenizers();
