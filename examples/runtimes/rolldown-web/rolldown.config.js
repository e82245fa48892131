export default {
  input: "main.mjs",
  platform: "browser",
  output: [
    { format: "esm", file: "build/module/assets/deep/main.js" },
    { format: "iife", file: "build/script/assets/deep/main.js" },
  ],
};
