import { describe, expect, it } from 'vitest';
import * as library from '../index.ts';
import { nameOf } from './suite.ts';
import { SUITES } from './suites.ts';

/** Exported functions that record nothing: they stand beside an operation or run recordings. */
const OTHERS = [
  'adamwSettings',
  'cacheShapes',
  'input',
  'openDevice',
  'randomKey',
  'ropeTables',
  'statsCotangents',
  'valueAndGrad',
  'vjp',
];

describe('the suites', () => {
  it('hold every operation that the library exports', () => {
    const operations = Object.entries(library).filter(
      ([name, value]) => typeof value === 'function' && /^[a-z]/.test(name) && !OTHERS.includes(name),
    );
    expect([...new Set(SUITES.map(({ operation }) => operation))].sort()).toEqual(
      operations.map(([name]) => name).sort(),
    );
  });

  it('have names of their own', () => {
    const names = SUITES.map(nameOf);
    expect(new Set(names).size).toBe(names.length);
  });
});
