import { arch, cpus, loadavg, platform } from "node:os";

/** The machine of a run. Figures from different machines, or from a busy one, are not comparable. */
export interface Machine {
  readonly text: string;
  readonly date: string;
  readonly node: string;
  readonly processor: string;
  readonly cores: number;
  readonly load: number;
}

export function describeMachine(): Machine {
  const processors = cpus();
  const processor = processors[0]?.model.trim() || "unknown processor";
  const date = new Date().toISOString().slice(0, 10);
  const load = Number(loadavg()[0].toFixed(2));
  const node = process.version;
  const cores = processors.length;
  const text = `${date}, Node ${node} on ${platform()} ${arch()}, ${processor}, ${cores} cores, load average at the start ${load}`;
  return { text, date, node, processor, cores, load };
}
