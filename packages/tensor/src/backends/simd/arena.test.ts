import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { Arena, type Region } from './arena.ts';

describe('Arena', () => {
  test.prop([fc.array(fc.tuple(fc.integer({ min: 1, max: 5000 }), fc.nat(3)), { maxLength: 60 })])(
    'regions that live together never overlap, and the peak covers them',
    steps => {
      const arena = new Arena();
      const live: Region[] = [];
      for (const [bytes, kept] of steps) {
        const region = arena.take(bytes);
        expect(region.bytes).toBeGreaterThanOrEqual(bytes);
        for (const other of live) {
          expect(
            region.offset + region.bytes <= other.offset || other.offset + other.bytes <= region.offset,
          ).toBe(true);
        }
        live.push(region);
        expect(arena.peak).toBeGreaterThanOrEqual(region.offset + region.bytes);
        while (live.length > kept) arena.give(live.shift()!);
      }
    },
  );

  test.prop([fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 100 })])(
    'a chain of values of one size needs the room of two',
    (bytes, length) => {
      const arena = new Arena();
      let previous = arena.take(bytes);
      for (let i = 0; i < length; i++) {
        const next = arena.take(bytes);
        arena.give(previous);
        previous = next;
      }
      expect(arena.peak).toBe(2 * previous.bytes);
    },
  );
});
