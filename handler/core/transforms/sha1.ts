const ROUND_CONSTANTS = [0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6] as const;
const BLOCK = 64;

/** Hexadecimal SHA-1 of a text, for the logical ids that the SAM translator derives by it; no secret depends on it. */
export function sha1(text: string): string {
  let state: readonly number[] = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  const bytes = padded(new TextEncoder().encode(text));
  for (let start = 0; start < bytes.length; start += BLOCK) {
    state = compress(state, schedule(new DataView(bytes.buffer, start, BLOCK)));
  }
  return state.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

function padded(message: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.ceil((message.length + 9) / BLOCK) * BLOCK);
  bytes.set(message);
  bytes[message.length] = 0x80;
  const view = new DataView(bytes.buffer);
  view.setUint32(bytes.length - 8, Math.floor(message.length / 0x20000000));
  view.setUint32(bytes.length - 4, message.length << 3);
  return bytes;
}

function schedule(block: DataView): readonly number[] {
  const words: number[] = [];
  for (let index = 0; index < 80; index += 1) {
    const back = (by: number): number => words[index - by] ?? 0;
    words.push(index < 16 ? block.getInt32(index * 4) : rotate(back(3) ^ back(8) ^ back(14) ^ back(16), 1));
  }
  return words;
}

function compress(state: readonly number[], words: readonly number[]): readonly number[] {
  let [a = 0, b = 0, c = 0, d = 0, e = 0] = state;
  words.forEach((word, index) => {
    const round = Math.floor(index / 20);
    const next = (rotate(a, 5) + mix(round, [b, c, d]) + e + word + (ROUND_CONSTANTS[round] ?? 0)) | 0;
    [e, d, c, b, a] = [d, c, rotate(b, 30), a, next];
  });
  return [a, b, c, d, e].map((word, index) => (word + (state[index] ?? 0)) | 0);
}

function mix(round: number, [b, c, d]: readonly [number, number, number]): number {
  if (round === 0) return (b & c) | (~b & d);
  return round === 2 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d;
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}
