import { open } from "node:fs/promises";

/** Makes the names in a directory durable. Not every platform can. */
export async function syncFolder(directory: string): Promise<void> {
  const handle = await open(directory).catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
}
