import { arch, cpus, loadavg, platform } from "node:os";

/** The machine of a run. Figures from different machines, or from a busy one, are not comparable. */
export interface Machine {
  readonly text: string;
  readonly date: string;
  readonly node: string;
  readonly processor: string;
  readonly cores: number;
  readonly load: number;
  readonly speed: OwnSpeed;
}

/** The time that a fixed program takes, to tell runs on different machines apart. */
interface OwnSpeed {
  /** Nanoseconds of a step of integer arithmetic that depends on the step before. */
  readonly step: number;
  /** Nanoseconds of a read at a random place of 64 MiB that depends on the read before. */
  readonly read: number;
}

const STEPS = 100_000_000;
const READS = 4_000_000;
const PLACES = 2 ** 24;

function measureOwnSpeed(): OwnSpeed {
  let value = 1;
  const begin = performance.now();
  for (let step = 0; step < STEPS; step++) value = (Math.imul(value, 0x9e3779b1) + 1) | 0;
  const middle = performance.now();
  // A permutation of one cycle: each place names the next.
  const places = new Int32Array(PLACES);
  for (let place = 0; place < PLACES; place++)
    places[place] = (Math.imul(place, 0x2c1b3c6d) + 0x297a2d39) & (PLACES - 1);
  const start = performance.now();
  let place = value & 1;
  for (let read = 0; read < READS; read++) place = places[place];
  const end = performance.now();
  if (place < 0) throw new Error("a place outside of the permutation");
  const nanoseconds = (milliseconds: number, count: number): number =>
    Number(((milliseconds * 1e6) / count).toFixed(2));
  return { step: nanoseconds(middle - begin, STEPS), read: nanoseconds(end - start, READS) };
}

export function describeMachine(): Machine {
  const processors = cpus();
  const processor = processors[0]?.model.trim() || "unknown processor";
  const date = new Date().toISOString().slice(0, 10);
  const load = Number(loadavg()[0].toFixed(2));
  const node = process.version;
  const cores = processors.length;
  const speed = measureOwnSpeed();
  const own = `a fixed loop takes ${speed.step} ns a step, a random read of 64 MiB ${speed.read} ns`;
  const text = `${date}, Node ${node} on ${platform()} ${arch()}, ${processor}, ${cores} cores, load average at the start ${load}; ${own}`;
  return { text, date, node, processor, cores, load, speed };
}
