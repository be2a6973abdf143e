/** Two at a time: for many processes that are mostly waited for. */
export async function inPairs(count: number, work: (i: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all([worker(), worker()]);
}
