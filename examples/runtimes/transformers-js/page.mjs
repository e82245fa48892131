import { env } from "@huggingface/transformers";
import { check } from "./check.mjs";

env.allowRemoteModels = false;
env.allowLocalModels = true;
env.localModelPath = "/models/";
env.backends.onnx.wasm.wasmPaths = "/node_modules/onnxruntime-web/dist/";
env.backends.onnx.wasm.numThreads = 1;

const answers = await (await fetch("answers.json")).json();
await check(answers, String, (model) => `/models/${model}/`);
console.log("ok");
