module.exports = {
  mode: "production",
  target: "node20",
  entry: "./main.mjs",
  output: { path: `${__dirname}/moved`, filename: "main.cjs" },
};
