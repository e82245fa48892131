import path from "path-browserify";

export const { basename, dirname, extname, join, posix, resolve } = path;
