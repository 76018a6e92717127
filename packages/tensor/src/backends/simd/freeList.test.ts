import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { FreeList } from './freeList.ts';

const END = 64 * 40;

/** Takes and gives of blocks of 64 to 640 bytes; a give names one of the blocks held. */
const actions = fc.array(
  fc.oneof(
    fc.record({ take: fc.integer({ min: 1, max: 10 }).map(n => n * 64) }),
    fc.record({ give: fc.nat() }),
  ),
  { maxLength: 60 },
);

describe('FreeList', () => {
  test.prop([actions])('never lends one byte twice, and refuses only what no gap holds', steps => {
    const list = new FreeList(0, END);
    const held: { start: number; size: number }[] = [];
    for (const step of steps) {
      if ('give' in step) {
        if (held.length === 0) continue;
        const [block] = held.splice(step.give % held.length, 1);
        list.give(block!.start, block!.size);
        continue;
      }
      const start = list.take(step.take);
      if (start === undefined) {
        expect(largestGap(held)).toBeLessThan(step.take);
        continue;
      }
      const block = { start, size: step.take };
      expect(start >= 0 && start + step.take <= END).toBe(true);
      for (const other of held) expect(overlap(block, other)).toBe(false);
      held.push(block);
    }
    for (const { start, size } of held) list.give(start, size);
    // everything has merged into one block again
    expect(list.take(END)).toBe(0);
  });

  it('takes an exact fit before a larger block', () => {
    const list = new FreeList(0, 1024);
    const [a, , c] = [list.take(256)!, list.take(64)!, list.take(128)!, list.take(64)!];
    list.give(a, 256);
    list.give(c, 128);
    expect(list.take(128)).toBe(c);
    expect(list.take(128)).toBe(a);
  });

  it('starts at a multiple of 64', () => {
    expect(new FreeList(65, 1024).take(64)).toBe(128);
  });
});

function overlap(a: { start: number; size: number }, b: { start: number; size: number }): boolean {
  return a.start < b.start + b.size && b.start < a.start + a.size;
}

function largestGap(held: readonly { start: number; size: number }[]): number {
  let [largest, at] = [0, 0];
  for (const { start, size } of held.toSorted((a, b) => a.start - b.start)) {
    largest = Math.max(largest, start - at);
    at = start + size;
  }
  return Math.max(largest, END - at);
}
