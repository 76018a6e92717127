/** Which letters a completion chooses. */
import { finalAnswer } from '../../extract/finalAnswer.ts';
import { normaliseWords } from '../../words/normaliseWords.ts';
import { stripLatex } from '../../words/stripLatex.ts';
import type { Choices } from './choices.ts';

/** A letter on its own: `B`, `(b)`, `**B**`, `\text{B}`. Small letters only in brackets: "a" is a word. */
const alone = /(?<![\p{L}\p{N}'’])(?:\(([A-Za-z])\)|([A-Z]))(?![\p{L}\p{N}'’])/gu;
/** `E is the correct option`, `B is right`. */
const praised = /(?<![\p{L}\p{N}])\(?([A-Z])\)? is (?:the )?(?:correct|right|best|answer)/gu;

/** The letters that the final answer names: one, if the completion decides; by their texts where no letter is named. */
export function chosen(completion: string, choices: Choices): readonly string[] {
  const answer = finalAnswer(completion);
  if (!answer) return [];
  const text = stripLatex(answer.text);
  if (answer.where === 'the completion') {
    const best = lettersIn(text, praised, choices);
    if (best.length > 0) return best;
  }
  // a final answer that is a choice's text and no letter
  const words = normaliseWords(text);
  const byText = [...choices].filter(([, choice]) => choice !== '' && normaliseWords(choice) === words);
  if (byText.length > 0) return byText.map(([letter]) => letter);
  return lettersIn(text, alone, choices);
}

/** The last letter that stands on its own. */
export const lastLetter = (completion: string, choices: Choices): readonly string[] =>
  lettersIn(stripLatex(completion), alone, choices).slice(-1);

/** The letters that a pattern finds, each once, in the order of their last mention. */
function lettersIn(text: string, pattern: RegExp, choices: Choices): string[] {
  const found = new Set<string>();
  for (const match of text.matchAll(pattern)) {
    const letter = (match[1] ?? match[2]!).toUpperCase();
    if (!choices.has(letter)) continue;
    found.delete(letter);
    found.add(letter);
  }
  return [...found];
}
