/** @returns files by their names: those of a folder, and `mnist1d-playground.html`, which needs no other. */
export function buildPlayground(): Promise<Readonly<Record<string, string>>>;
