import { brief, type Check, must, rivals, type Subject } from './subject.ts';

/** Golds read as themselves, meet their own completions, and no others. */
export const goldChecks = (subject: Subject): Check[] => {
  const { verifier, correct, canonical, verify } = subject;
  const everywhere: Check[] = [
    {
      name: 'a canonical gold reads as itself and judges its own completion correct',
      async run() {
        for (const it of correct) {
          const gold = canonical(it);
          must(canonical({ ...it, gold }) === gold, () => `${brief(gold)} does not read as itself`);
          const { status, reason } = await verify(it, { gold });
          must(status === 'correct', () => `against ${brief(gold)} it is ${status}: ${reason}`);
        }
      },
    },
  ];
  if (verifier.golds !== 'answer') return everywhere;
  return [
    ...everywhere,
    {
      name: 'there are five golds to shuffle, at least',
      async run() {
        const golds = new Set(correct.map(canonical));
        must(golds.size >= 5, () => `the cases judged correct have ${golds.size} different golds; add some`);
      },
    },
    {
      name: 'a gold in the place of itself is met',
      async run() {
        for (const it of correct) {
          const completion = it.completion.replace(it.gold, () => canonical(it));
          const { status, reason } = await verify(it, { completion });
          must(status === 'correct', () => `${brief(completion)} is ${status}: ${reason}`);
        }
      },
    },
    {
      name: 'negative shuffle: another problem’s gold is never met',
      async run() {
        for (const it of correct)
          for (const { gold } of rivals(subject, it)) {
            const { status } = await verify(it, { gold });
            must(status !== 'correct', () => `${brief(it.completion)} is correct against ${brief(gold)}`);
          }
      },
    },
  ];
};
