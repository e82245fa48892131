import { nodeResolve } from "@rollup/plugin-node-resolve";

export default {
  input: "main.mjs",
  output: { dir: "build", entryFileNames: "[name].mjs", chunkFileNames: "[name].mjs" },
  plugins: [nodeResolve({ exportConditions: ["node"] })],
};
