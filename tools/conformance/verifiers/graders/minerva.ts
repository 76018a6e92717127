/** The normalisation of Minerva (Lewkowycz et al. 2022, appendix D.1), which DAPO and others grade with. */
import { lastBoxedOnlyString, removeBoxed } from './boxes.ts';

const dropped = (
  'square ways integers dollars mph inches hours km units \\ldots sue points feet minutes digits cents degrees cm gm ' +
  'pounds meters meals edges students childrentickets multiples \\text{s} \\text{.} \\text{}^2 \\text{}^3 \\text{} ' +
  '\\mathrm{th} ^\\circ ^{\\circ} \\; ,\\! {,} " \\dots'
).split(' ');

const replaced: readonly (readonly [from: string, to: string])[] = [
  ['an ', ''],
  ['a ', ''],
  ['.$', '$'],
  ['\\$', ''],
  ['\\ ', ''],
  [' ', ''],
  ['mbox', 'text'],
  [',\\text{and}', ','],
  ['\\text{and}', ','],
  ['\\text{m}', '\\text{}'],
];

const patterns: readonly (readonly [from: RegExp, to: string])[] = [
  [/^[^$]*\$([^$]*)\$[\s\S]*$/, '$$$1$$'],
  [/\\(?:text|textbf|overline|boxed)\{([^}]*)\}/g, '$1'],
  [/frac([^{])(.)/g, 'frac{$1}{$2}'],
  [/sqrt([^{])/g, 'sqrt{$1}'],
  [/\$/g, ''],
];

/** The answer without units, articles, texts and separators. */
export function normaliseFinalAnswer(answer: string): string {
  let text = answer.split('=').at(-1)!;
  for (const [from, to] of replaced) text = text.replaceAll(from, to);
  for (const from of dropped) text = text.replaceAll(from, '');
  for (const [from, to] of patterns) text = text.replace(from, to);
  const plain = text.replaceAll(',', '');
  return /^\d+$/.test(plain) ? plain : text.trim();
}

/** DAPO's score: 1 or -1 for the last box, or what follows the last "Answer:", near the end. */
export function dapoScore(solution: string, gold: string, strictBox: boolean): object {
  const end = solution.slice(-300);
  const found = strictBox ? boxedIn(end.slice(-100)) : normaliseFinalAnswer(answerIn(end));
  const correct = found === (strictBox ? gold : normaliseFinalAnswer(gold));
  return { score: correct ? 1 : -1, acc: correct, pred: found };
}

const boxedIn = (text: string): string | null => removeBoxed(lastBoxedOnlyString(text));

const answerIn = (text: string): string =>
  [...text.matchAll(/answer\s*:\s*([^\n]+)/gi)].at(-1)?.[1] ?? '[INVALID]';
