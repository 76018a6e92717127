import type { Attempt } from '../verifier.ts';
import { hostile } from './hostile.ts';
import { brief, type Check, must, type Subject } from './subject.ts';

/** The longest that a verdict on a hostile text may take, in ms: linear scans take milliseconds, quadratic ones minutes. */
const PATIENCE = 5_000;

/** Texts that broke others, and budgets. */
export const limitChecks = (subject: Subject): Check[] => {
  const { verifier, correct, verify } = subject;
  const attacked = correct.slice(0, 2);
  const texts: Check[] = Object.entries(hostile).map(([name, text]) => ({
    name: `hostile: ${name}`,
    async run() {
      for (const it of attacked) {
        const attempts: Partial<Attempt>[] = [
          { completion: text },
          { completion: it.completion.replaceAll(it.gold, () => text) },
          { gold: text },
        ];
        for (const attempt of attempts.filter(({ completion }) => completion !== it.completion)) {
          const unlimited = { characters: Number.POSITIVE_INFINITY };
          for (const budget of [{}, unlimited]) {
            const { status, reason, ms } = await verify(it, attempt, budget);
            must(status !== 'error', () => `it fails: ${reason}`);
            must(ms < PATIENCE, () => `it takes ${Math.round(ms)} ms`);
            const passes = status === 'correct' && verifier.golds === 'answer';
            must(!passes, () => `it is correct: ${reason}`);
          }
        }
      }
    },
  }));
  return [
    ...texts,
    {
      name: 'over the budget of characters is a skip, decided by length alone',
      async run() {
        for (const it of correct) {
          const characters = it.gold.length + it.completion.length;
          const within = await verify(it, {}, { characters });
          must(
            within.status === 'correct',
            () => `${brief(it.completion)} is ${within.status} within budget`,
          );
          const { status, score } = await verify(it, {}, { characters: characters - 1 });
          must(status === 'timeout' && score === null, () => `over budget it is ${status}, score ${score}`);
        }
      },
    },
    {
      name: 'with fewer steps the verdict is the same or a skip, never another',
      async run() {
        for (const it of subject.cases)
          for (const steps of [0, 1, 10, 100, 1_000, 10_000]) {
            const { status, score } = await verify(it, {}, { steps });
            const kept = status === it.status || (status === 'timeout' && score === null);
            must(
              kept,
              () => `with ${steps} steps ${brief(it.completion)} is ${status} instead of ${it.status}`,
            );
          }
      },
    },
  ];
};
