import type { Verdict } from '../verifier.ts';
import { attemptOf, brief, type Check, must, type Subject } from './subject.ts';

/** A verdict depends on the arguments only: not on order, time, chance or what was judged before. */
export const purityChecks = (subject: Subject): Check[] => [
  {
    name: 'is pure: frozen input, any order, again, the same verdicts',
    async run() {
      const forth = await verdicts(subject, [...subject.cases.keys()]);
      const back = await verdicts(subject, [...subject.cases.keys()].reverse());
      for (const [i, verdict] of forth.entries())
        must(verdict === back[i], () => {
          const { completion } = subject.cases[i]!;
          return `${brief(completion)} is first ${brief(verdict)} and then ${brief(back[i]!)}`;
        });
    },
  },
  {
    name: 'knows neither chance nor the date',
    async run() {
      const sources: readonly [object, string][] = [
        [Math, 'random'],
        [Date, 'now'],
        [globalThis.crypto, 'getRandomValues'],
      ];
      const used: string[] = [];
      const restore = sources.map(([owner, name]) => spy(owner, name, () => used.push(name)));
      try {
        // its own thread, if it has one, is out of reach
        for (const it of subject.cases) await subject.verifier.verify(attemptOf(it), it.options);
      } finally {
        for (const undo of restore) undo();
      }
      must(used.length === 0, () => `it asks for ${[...new Set(used)].join(', ')}`);
    },
  },
];

/** The verdicts on the cases of these numbers, without the time they took, by number. */
async function verdicts({ verifier, cases }: Subject, order: readonly number[]): Promise<string[]> {
  const found: string[] = [];
  for (const i of order) {
    const { options } = cases[i]!;
    const attempt = frozen(attemptOf(cases[i]!));
    const verdict: Partial<Verdict> = { ...(await verifier.verify(attempt, options && frozen(options))) };
    const { ms: _, ...timeless } = verdict;
    found[i] = JSON.stringify(timeless);
  }
  return found;
}

function frozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) frozen(inner);
    Object.freeze(value);
  }
  return value;
}

function spy(owner: object, name: string, called: () => void): () => void {
  const original = Reflect.get(owner, name) as (...given: unknown[]) => unknown;
  const replacement = (...given: unknown[]): unknown => {
    called();
    return original.apply(owner, given);
  };
  Object.defineProperty(owner, name, { value: replacement, configurable: true, writable: true });
  return () => Object.defineProperty(owner, name, { value: original, configurable: true, writable: true });
}
