/** The script of a worker that {@link TokenizerWorker} starts itself. */
import { serveTokenizers } from "./serve.js";

serveTokenizers();
