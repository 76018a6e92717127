/** Items in order, and from the start again when used up. */
export function* cycle<Item>(items: readonly Item[]): Generator<Item, void> {
  while (items.length > 0) yield* items;
}
