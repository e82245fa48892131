const { execFileSync } = require("node:child_process");
const { writeFileSync } = require("node:fs");

const COMMON = ["--strict", "--skipLibCheck", "false", "--target", "es2022", "--lib", "es2022", "--outDir", "build"];
/** The kind of package that imports, the kind of modules, and the way to resolve them. */
const SETTINGS = [
  ["module", "node16", "node16"],
  ["commonjs", "node16", "node16"],
  ["commonjs", "commonjs", "node"],
  ["module", "esnext", "bundler"],
];

/** The oldest version that is supported, one before typed arrays were generic, and one after. */
const VERSIONS = { "5.0": SETTINGS, 5.4: SETTINGS.slice(0, 1), 5.9: SETTINGS };

for (const [version, settings] of Object.entries(VERSIONS)) {
  for (const [type, module, resolution] of settings) {
    writeFileSync("package.json", JSON.stringify({ private: true, type }));
    const compiler = require.resolve(`typescript-${version}/bin/tsc`);
    const options = [...COMMON, "--module", module, "--moduleResolution", resolution, "use.ts"];
    try {
      execFileSync(process.execPath, [compiler, ...options], { stdio: ["ignore", "inherit", "inherit"] });
    } catch {
      console.error(`TypeScript ${version}, type ${type}, module ${module}, moduleResolution ${resolution}: see above`);
      process.exit(1);
    }
    run();
  }
}

/** Runs what was compiled, in a process of its own: it is an ES module or CommonJS, as package.json says. */
function run() {
  const program = `
    const { texts, characters } = require("./given.json");
    import("./build/use.js").then(async ({ ids }) => {
      require("node:assert").deepEqual(await ids(texts), characters);
    });`;
  execFileSync(process.execPath, ["-e", program], { stdio: "inherit" });
}
console.log(JSON.stringify(require("./given.json").expected));
