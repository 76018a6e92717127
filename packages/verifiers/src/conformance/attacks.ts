import type { Case } from './cases.ts';
import { brief, type Check, fail, must, rivals, type Subject } from './subject.ts';

/** What policies learn to do instead of answering. */
export const attackChecks = (subject: Subject): Check[] => {
  const { verifier, correct, canonical, verify } = subject;
  if (verifier.golds === 'none') return [];
  const thought: Check = {
    name: 'empty think: an answer within a thought, closed or not, or before one, was not given',
    async run() {
      const plain = correct.filter(
        ({ completion, options }) => !completion.includes('think>') && options?.afterThink !== false,
      );
      if (plain.length === 0) fail('no case judged correct is without a thought: give one');
      for (const it of plain)
        for (const completion of [
          `<think>${it.completion}`,
          `<think>${it.completion}</think>`,
          `${it.completion}<think></think>`,
          `<think></think><think>${it.completion}`,
        ]) {
          const { status } = await verify(it, { completion });
          must(status !== 'correct', () => `${brief(completion)} is correct`);
        }
    },
  };
  if (verifier.golds === 'specification') return [thought];
  return [
    thought,
    {
      name: 'answer spray: a completion that gives every answer passes for one of them at most',
      async run() {
        let sprayed = 0;
        for (const it of correct) {
          const all = [it, ...rivals(subject, it)].filter(
            (other, i, every) => every.findIndex(one => canonical(one) === canonical(other)) === i,
          );
          if (all.length < 2) continue;
          for (const completion of spraysOf(it, all)) {
            sprayed++;
            const passed: string[] = [];
            for (const { gold } of all)
              if ((await verify(it, { gold, completion })).status === 'correct') passed.push(gold);
            must(passed.length <= 1, () => `${brief(completion)} is correct against ${passed.join(' and ')}`);
          }
        }
        if (sprayed === 0)
          fail('no case could be sprayed: give two golds that are judged with the same options');
      },
    },
  ];
};

/** Completions that give every answer: each as its case writes it, and all of them in the place of one. */
function spraysOf(it: Case, all: readonly Case[]): string[] {
  const golds = all.map(({ gold }) => gold.trim());
  const lists = [', ', ' ', ' or ', '\n', ' and '].flatMap(between =>
    [golds, [...golds].reverse()].map(order => it.completion.replace(it.gold, () => order.join(between))),
  );
  const completions = all.map(({ completion }) => completion);
  return [completions.join('\n'), [...completions].reverse().join('\n'), ...lists];
}
