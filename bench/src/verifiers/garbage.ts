import { math } from '@trapo/verifiers';
import { mulberry } from './random.ts';

/** Pieces that texts are made of: what LaTeX is written with, and characters of all sorts. */
const pieces = [
  ...' 0123456789+-*/^_=<>()[]{}|!,.;:%$&\'~#@?"\\abcdefghixyzABCEIRX\n\t',
  ...'αβπ√∞≤≥≠±×÷°²½∪∩∅∈日🙂\u0000\ud800\u202e',
  ...(
    '\\frac \\frac12 \\sqrt \\sqrt[3] \\left( \\right) \\{ \\} \\boxed{ } \\text{ \\text{and} \\sin \\log_ \\ln \\sum_{i=1}^{ ' +
    '\\int \\pi \\infty \\cup \\in \\le \\pm \\% \\$ \\begin{pmatrix} \\end{pmatrix} \\\\ \\binom{ \\lfloor \\rfloor ^{ _{ ^\\circ 1e9 ' +
    '10^{10^{ n! x^2 \\ldots \\quad and or final answer is answer: $$ \\( \\) \\[ \\]'
  ).split(' '),
];

/** Judges random texts against an answer that none of them states. */
export function garbage(characters: number): {
  readonly characters: number;
  readonly correct: number;
  readonly errors: number;
} {
  const random = mulberry(1);
  let [written, correct, errors] = [0, 0, 0];
  while (written < characters) {
    let text = '';
    for (let left = 1 + Math.floor(random() * 60); left > 0; left--)
      text += pieces[Math.floor(random() * pieces.length)];
    written += text.length;
    const completion = random() < 0.5 ? `\\boxed{${text}}` : text;
    for (const attempt of [
      { gold: '\\frac{271828}{314159}+z_{9}', completion },
      { gold: text, completion: '\\boxed{\\frac{271828}{314159}+z_{9}}' },
    ]) {
      const { status } = math.verify(attempt);
      if (status === 'correct') correct++;
      if (status === 'error') errors++;
    }
  }
  return { characters: written, correct, errors };
}
