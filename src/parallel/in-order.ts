/** A result, and the slot that it was made in. */
export interface Slotted<R> {
  readonly slot: number;
  readonly result: R;
}

/**
 * Works on several items at once and yields the results in the items' order. An item is worked on in a slot, which is free
 * again when the consumer asks for the next result: so no more is begun than there are slots, however slow the consumer is.
 *
 * @param slots how many there are.
 * @param work begins to work on an item; what it needs of the item it takes before it returns.
 */
export async function* inOrder<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  slots: number,
  work: (item: T, slot: number) => Promise<R>,
): AsyncGenerator<Slotted<R>, void, void> {
  const free = Array.from({ length: slots }, (_, slot) => slot);
  const begun: { readonly slot: number; readonly result: Promise<R> }[] = [];

  async function first(): Promise<Slotted<R>> {
    const { slot, result } = begun.shift()!;
    return { slot, result: await result };
  }

  for await (const item of items) {
    if (free.length === 0) {
      const done = await first();
      yield done;
      free.push(done.slot);
    }
    const slot = free.pop()!;
    const result = work(item, slot);
    // What fails is told when its turn comes; until then it is no unhandled rejection.
    result.catch(() => {});
    begun.push({ slot, result });
  }
  while (begun.length > 0) yield await first();
}
