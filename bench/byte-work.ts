import type { AnyTokenizer } from "tohoku-tokenizers";
import { ByteCodec, MIXED_RADIX, UTF8 } from "tohoku-tokenizers/bytes";

interface Tools {
  readonly tokenizer: AnyTokenizer;
  readonly offset: number;
}

type Make = (line: string) => ArrayLike<number> & Iterable<number>;

/** The measured ways from a line to ids, by name. */
export const BYTE_WORK = {
  encode: ({ tokenizer }: Tools): Make => {
    const options = { add_special_tokens: false, verbose: false };
    return (line) => tokenizer.encode(line, options);
  },
  "codec, UTF-8": ({ offset }: Tools): Make => {
    const codec = new ByteCodec(UTF8, { offset });
    return (line) => codec.encodeIds(line);
  },
  "codec, mixed radix": ({ offset }: Tools): Make => {
    const codec = new ByteCodec(MIXED_RADIX, { offset });
    return (line) => codec.encodeIds(line);
  },
  /** Plain UTF-8 bytes without an id offset: less work than the others do. */
  TextEncoder: (): Make => {
    const encoder = new TextEncoder();
    return (line) => encoder.encode(line);
  },
} as const;

export interface ByteSettings {
  readonly model: string;
  readonly offset: number;
  readonly does: keyof typeof BYTE_WORK;
}
