// What the page shows, kept in the address.

import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { read, type View, written } from './address.ts';

const current: Signal<View> = signal(read(location.hash));

/** The view as it is. */
export const view: ReadonlySignal<View> = current;

/** Changes some of the view. */
export function show(change: Partial<View>): void {
  current.value = { ...current.value, ...change };
  history.replaceState(null, '', `#${written(current.value)}`);
}

addEventListener('hashchange', () => {
  current.value = read(location.hash);
});
