/** The page works under any path of any host. The package that is linked to node_modules lies outside of this folder. */
export default {
  base: "./",
  build: { target: "es2022" },
  worker: { format: "es" },
  server: { fs: { allow: [".."] } },
};
