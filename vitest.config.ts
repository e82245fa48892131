import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: {
    alias: {
      "#platform": new URL("./src/platform/node.ts", import.meta.url).pathname,
      "#saved-configuration": new URL("./src/tokenizer/saved-configuration.ts", import.meta.url).pathname,
      "#folder-dictionary": new URL("./src/mecab/compiler/folder-dictionary.ts", import.meta.url).pathname,
      "#hub-cache": new URL("./src/hub/folder-cache.ts", import.meta.url).pathname,
      "#own-worker": new URL("./src/worker/own-worker-node.ts", import.meta.url).pathname,
    },
  },
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    // By default a core stays idle, which doubles the time on a machine with two.
    maxWorkers: "100%",
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts"],
      reporter: ["text-summary", "html"],
      // Percentages, three to four points under the measured ones.
      thresholds: {
        "src/hub/**": { statements: 94, branches: 92, functions: 91, lines: 96 },
        "src/mecab/lattice/**": { statements: 90, branches: 84, functions: 90, lines: 91 },
        "src/tokenizer/**": { statements: 88, branches: 85, functions: 88, lines: 90 },
      },
    },
  },
});
