import { nodeResolve } from "@rollup/plugin-node-resolve";

export default {
  input: "main.mjs",
  output: [
    { format: "es", file: "build/module/assets/deep/main.js" },
    { format: "iife", file: "build/script/assets/deep/main.js" },
  ],
  plugins: [nodeResolve({ browser: true })],
};
