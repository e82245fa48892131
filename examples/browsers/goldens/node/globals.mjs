export { Buffer } from "buffer";
export const process = { env: {}, argv: [] };
