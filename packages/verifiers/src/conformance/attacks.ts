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
      name: 'answer spray: a completion that gives every answer, the right one among them, does not pass',
      async run() {
        let sprayed = 0;
        for (const it of correct) {
          const wrong = rivals(subject, it);
          if (wrong.length === 0) continue;
          const golds = [it, ...wrong].map(canonical);
          const sprays = [
            [it, ...wrong].map(({ completion }) => completion).join('\n'),
            ...[', ', ' ', ' or ', '\n', ' and '].flatMap(between =>
              [golds, [...golds].reverse()].map(list =>
                it.completion.replace(it.gold, () => list.join(between)),
              ),
            ),
          ].filter(spray => spray !== it.completion);
          for (const completion of sprays) {
            sprayed++;
            const { status } = await verify(it, { completion });
            must(status !== 'correct', () => `${brief(completion)} is correct against ${brief(it.gold)}`);
          }
        }
        if (sprayed === 0)
          fail('no case could be sprayed: give two golds that are judged with the same options');
      },
    },
  ];
};
