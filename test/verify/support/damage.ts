import type { Random } from "./random.js";

/** A file to which something happened. */
export interface Damaged {
  readonly bytes: Uint8Array;
  readonly description: string;
}

/** What disks, networks and editors do to files: one of it, at random. */
export function damaged(original: Uint8Array, random: Random): Damaged {
  const kinds = [flipBits, flipBits, setByte, truncate, cut, repeat, swap, insert, zero, append];
  // Of a Buffer, as files are read into, `slice` is no copy: the next damage would come on top of this one.
  return kinds[random(kinds.length)]!(new Uint8Array(original), random);
}

function flipBits(original: Uint8Array, random: Random): Damaged {
  const bytes = original.slice();
  const places = Array.from({ length: 1 + random(4) }, () => random(bytes.length * 8));
  for (const place of places) bytes[place >> 3]! ^= 1 << (place & 7);
  return { bytes, description: `flipped bits ${places.map((place) => `${place >> 3}.${place & 7}`).join(" ")}` };
}

function setByte(original: Uint8Array, random: Random): Damaged {
  const bytes = original.slice();
  const [place, value] = [random(bytes.length), [0, 1, 0x7f, 0x80, 0xff, 0x30, 0x39][random(7)]!];
  bytes[place] = value;
  return { bytes, description: `byte ${place} is ${value}` };
}

function truncate(original: Uint8Array, random: Random): Damaged {
  const length = random(original.length);
  return { bytes: original.slice(0, length), description: `cut off at ${length}` };
}

function range(original: Uint8Array, random: Random): [start: number, end: number] {
  const start = random(original.length);
  return [start, Math.min(original.length, start + 1 + random(random(2) === 0 ? 8 : 200))];
}

function cut(original: Uint8Array, random: Random): Damaged {
  const [start, end] = range(original, random);
  return { bytes: joined(original.slice(0, start), original.slice(end)), description: `without ${start} to ${end}` };
}

function repeat(original: Uint8Array, random: Random): Damaged {
  const [start, end] = range(original, random);
  const bytes = joined(original.slice(0, end), original.slice(start));
  return { bytes, description: `${start} to ${end} twice` };
}

/** Two stretches of the same length in each other's places. */
function swap(original: Uint8Array, random: Random): Damaged {
  const length = 1 + random(24);
  const [a, b] = [random(original.length - length), random(original.length - length)];
  const bytes = original.slice();
  bytes.set(original.subarray(a, a + length), b);
  bytes.set(original.subarray(b, b + length), a);
  return { bytes, description: `${length} bytes at ${a} and ${b} swapped` };
}

function insert(original: Uint8Array, random: Random): Damaged {
  const [place, length] = [random(original.length), 1 + random(9)];
  const more = Uint8Array.from({ length }, () => random(256));
  const bytes = joined(original.slice(0, place), more, original.slice(place));
  return { bytes, description: `${length} bytes more at ${place}` };
}

function zero(original: Uint8Array, random: Random): Damaged {
  const [start, end] = range(original, random);
  return { bytes: original.slice().fill(0, start, end), description: `zeros from ${start} to ${end}` };
}

function append(original: Uint8Array, random: Random): Damaged {
  const length = 1 + random(20);
  const more = Uint8Array.from({ length }, () => random(256));
  return { bytes: joined(original, more), description: `${length} bytes more at the end` };
}

function joined(...parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}
