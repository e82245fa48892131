import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: {
    alias: {
      "#platform": new URL("./src/platform/node.ts", import.meta.url).pathname,
      "#folder-dictionary": new URL("./src/mecab/compiler/folder-dictionary.ts", import.meta.url).pathname,
      "#hub-cache": new URL("./src/hub/folder-cache.ts", import.meta.url).pathname,
    },
  },
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts"],
      reporter: ["text-summary", "html"],
    },
  },
});
