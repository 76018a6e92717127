import { describe, expect, test } from 'vitest';
import { verifierByName, verifierNames } from '../registry.ts';
import type { Attempt, Verdict } from '../verifier.ts';
import { casesOf } from './cases.ts';
import { hostile } from './hostile.ts';

/** What every verifier owes its users, whatever its rule. A kind takes part by being in the registry. */
describe.each(verifierNames)('%s', name => {
  const verifier = verifierByName(name);
  const cases = casesOf(name);
  const correct = cases.filter(({ status }) => status === 'correct');
  const canonical = (gold: string): string => {
    const parsed = verifier.parseGold(gold);
    return 'gold' in parsed ? parsed.gold : expect.fail(parsed.reason);
  };
  const timeless = ({ ms: _, ...verdict }: Verdict): Omit<Verdict, 'ms'> => verdict;

  test.each(cases)('$why: $gold, $completion', ({ options, status, extracted, why: _, ...attempt }) => {
    const verdict = verifier.verify(attempt, options);
    expect(verdict.status).toBe(status);
    if (extracted !== undefined) expect(verdict.extracted).toBe(extracted);
    const scored = status === 'correct' || status === 'incorrect' || status === 'no_answer';
    expect(typeof verdict.score).toBe(scored ? 'number' : 'object');
    expect(verdict.reason).not.toBe('');
    expect(verdict.ms).toBeGreaterThanOrEqual(0);
  });

  test('has at least five golds to shuffle', () => {
    expect(new Set(correct.map(({ gold }) => canonical(gold))).size).toBeGreaterThanOrEqual(5);
  });

  test('a canonical gold reads as itself and judges its own completion correct', () => {
    for (const { gold, completion, options } of correct) {
      expect(verifier.parseGold(canonical(gold), options)).toEqual({ gold: canonical(gold) });
      expect(verifier.verify({ gold: canonical(gold), completion }, options).score).toBe(1);
    }
  });

  test('another problem’s gold is never met', () => {
    for (const { completion, options, ...own } of correct)
      for (const { gold } of correct)
        if (canonical(gold) !== canonical(own.gold))
          expect(verifier.verify({ gold, completion }, options).status).not.toBe('correct');
  });

  test('spraying answers, the right one among them, earns nothing', () => {
    for (const { gold, completion, options } of correct) {
      const wrong = correct.filter(other => canonical(other.gold) !== canonical(gold));
      const spray = [completion, ...wrong.map(other => other.completion)].join('\n');
      expect(verifier.verify({ gold, completion: spray }, options).status).not.toBe('correct');
    }
  });

  test.each(Object.entries(hostile))('hostile: %s', (_, text) => {
    for (const { gold, completion, options } of correct) {
      const attempts: Attempt[] = [
        { gold, completion: text },
        { gold, completion: completion.replace(canonical(gold), () => text) },
        { gold: text, completion },
      ];
      for (const attempt of attempts) {
        expect(verifier.verify(attempt, options).status).not.toBe('correct');
        const unlimited = verifier.verify(attempt, options, { characters: Number.POSITIVE_INFINITY });
        expect(unlimited.status).not.toBe('correct');
        expect(unlimited.status).not.toBe('error');
        // Linear scans take milliseconds here; a quadratic one would take minutes.
        expect(unlimited.ms).toBeLessThan(2_000);
      }
    }
  });

  test('over the budget is a skip, decided by length alone', () => {
    for (const { gold, completion, options } of correct) {
      const characters = gold.length + completion.length;
      expect(verifier.verify({ gold, completion }, options, { characters }).status).toBe('correct');
      const over = verifier.verify({ gold, completion }, options, { characters: characters - 1 });
      expect([over.status, over.score]).toEqual(['timeout', null]);
    }
  });

  test('is pure: frozen input, any order, the same verdicts', () => {
    const verdicts = (rows: typeof cases) =>
      rows.map(({ options, status: _s, extracted: _e, why: _w, ...attempt }) =>
        timeless(verifier.verify(Object.freeze(attempt), options && Object.freeze(options))),
      );
    expect(verdicts([...cases].reverse()).reverse()).toEqual(verdicts(cases));
  });
});
