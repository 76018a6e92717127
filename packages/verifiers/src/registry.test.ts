import { expect, test } from 'vitest';
import { boxedExact } from './kinds/boxedExact/index.ts';
import { verifierByName, verifierNames } from './registry.ts';

test('finds every verifier by its own name', () => {
  for (const name of verifierNames) expect(verifierByName(name).name).toBe(name);
  expect(verifierByName('boxedExact')).toBe(boxedExact);
});

test('an unknown name is answered with the nearest and the list', () => {
  expect(() => verifierByName('BoxedExcat')).toThrow(
    'no verifier is named "BoxedExcat"; did you mean "boxedExact"? There are: afterThink, all, ',
  );
});
