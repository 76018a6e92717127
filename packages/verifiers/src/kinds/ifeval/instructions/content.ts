import { wordsIn } from '../counting.ts';
import { count, type Instruction, instruction, words } from '../instruction.ts';

/** What a response must hold. */
export const contentInstructions: Readonly<Record<string, Instruction>> = {
  'detectable_content:number_placeholders': instruction(
    'detectable_content:number_placeholders',
    { num_placeholders: count },
    (response, { num_placeholders }) => placeholders(response) >= num_placeholders,
  ),
  'detectable_content:postscript': instruction(
    'detectable_content:postscript',
    { postscript_marker: words('P.S.') },
    (response, { postscript_marker }) => {
      const marker = postscript_marker.trim();
      const text = response.toLowerCase();
      if (marker === 'P.P.S') return /p\.\s?p\.\s?s/.test(text);
      return marker === 'P.S.' ? /p\.\s?s\./.test(text) : text.includes(marker.toLowerCase());
    },
  ),
  'detectable_content:rephrase_paragraph': instruction(
    'detectable_content:rephrase_paragraph',
    { original_paragraph: words('It rains.'), low: count, high: count },
    (response, { original_paragraph, low, high }) => {
      const common = inCommon(original_paragraph, response);
      return common >= low && common <= high;
    },
  ),
};

/** Square brackets that open and close on one line. */
function placeholders(response: string): number {
  let found = 0;
  for (const line of response.split('\n'))
    for (let open = line.indexOf('['); open >= 0; ) {
      const close = line.indexOf(']', open);
      if (close < 0) break;
      found++;
      open = line.indexOf('[', close);
    }
  return found;
}

/** The words that two texts share, each as often as both have it. */
function inCommon(one: string, other: string): number {
  const left = new Map<string, number>();
  for (const word of wordsIn(one.toLowerCase())) left.set(word, (left.get(word) ?? 0) + 1);
  return wordsIn(other.toLowerCase()).filter(word => {
    const there = left.get(word) ?? 0;
    left.set(word, there - 1);
    return there > 0;
  }).length;
}
