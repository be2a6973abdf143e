import { openRegular } from "../dataset/regular-file.js";
import { firstKey } from "../formats/sniff.js";

/** The first key of the object in a JSON file, by its first bytes; undefined if it does not begin with one. @throws OutputError */
export async function firstJsonKey(path: string): Promise<string | undefined> {
  const file = await openRegular(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4096));
    return firstKey(buffer.toString("latin1", 0, bytesRead));
  } finally {
    await file.close();
  }
}
