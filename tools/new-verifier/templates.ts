/** What a new kind starts as: a rule that works, with cases that it passes. */

export const indexOf = (name: string): string => {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Options`;
  return `import { defineVerifier, type OptionsOf } from '../../defineVerifier.ts';
import { finalAnswer } from '../../extract/finalAnswer.ts';
import { correct, incorrect, noAnswer } from '../../judgements.ts';
import { flag } from '../../options.ts';
import type { Verifier } from '../../verifier.ts';

interface Settings {
  /** Case is ignored. True unless told. */
  readonly ignoreCase: boolean;
}

/** The options of \`${name}\`, each with a default. */
export type ${type} = OptionsOf<Settings>;

/** Rewards 1 where the final answer is the gold. */
export const ${name}: Verifier<${type}> = defineVerifier<Settings, string>({
  name: '${name}',
  options: { ignoreCase: flag(true) },
  readGold(gold) {
    const value = gold.trim();
    return value === ''
      ? { reason: 'the gold is empty; write the answer, like "17"' }
      : { text: value, value };
  },
  judge({ gold, completion }, { ignoreCase }) {
    const answer = finalAnswer(completion);
    if (!answer || answer.text === '') return noAnswer('no answer is stated');
    const fold = (text: string) => (ignoreCase ? text.toLowerCase() : text);
    return fold(answer.text) === fold(gold)
      ? correct(answer.text, \`\${answer.where} is the gold\`)
      : incorrect(answer.text, \`\${answer.where} is something else\`);
  },
});
`;
};

export const cases = `{"gold":"17","completion":"so \\\\boxed{17}","status":"correct","extracted":"17","why":"the plain case"}
{"gold":"Paris","completion":"The answer is Paris","status":"correct","why":"an answer in prose"}
{"gold":"x","completion":"<answer>x</answer>","status":"correct","why":"an answer in its tag"}
{"gold":"yes","completion":"YES","status":"correct","why":"case ignored"}
{"gold":"blue","completion":"blue","status":"correct","why":"a fifth gold: conformance shuffles five at least"}
{"gold":"yes","completion":"YES","options":{"ignoreCase":false},"status":"incorrect","why":"case counts"}
{"gold":"17","completion":"\\\\boxed{18}","status":"incorrect","extracted":"18","why":"another answer"}
{"gold":"17","completion":"","status":"no_answer","why":"nothing written"}
{"gold":" ","completion":"17","status":"gold_unparsable","why":"a blank gold is never scored"}
`;

export const readmeOf = (name: string): string => `# ${name}

The final answer is the gold.

\`\`\`ts
const verdict = ${name}.verify({ gold: '17', completion: 'The answer is 17' }); // correct
\`\`\`

| option | default | meaning |
|---|---|---|
| ignoreCase | true | case is ignored |

Limit: say what it does not understand.
`;
