export type { ProgressCallback, ProgressEvent } from "../files/watch.js";
