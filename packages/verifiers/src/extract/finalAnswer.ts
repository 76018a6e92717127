import { lastBox } from './lastBox.ts';

/** The part of a completion that states the answer. */
export interface FinalAnswer {
  readonly text: string;
  /** Where it was found, for reasons: "the last box". */
  readonly where: 'the last box' | 'the last <answer>' | 'what follows "answer"' | 'the completion';
}

/**
 * Finds where a completion states its answer: in the last `\boxed{}` or `\fbox{}`; in the last `<answer>`; on the line after
 * the last "answer is", "answer:" or `####`; or else in the whole text. Undefined where a box or tag opens and never
 * closes: a truncated answer is no answer. Linear in the text.
 */
export function finalAnswer(completion: string): FinalAnswer | undefined {
  const box =
    completion.lastIndexOf('\\boxed{') >= completion.lastIndexOf('\\fbox{') ? '\\boxed{' : '\\fbox{';
  if (completion.includes(box)) return found(lastBox(completion, box, '}')?.content, 'the last box');
  if (completion.includes('<answer>'))
    return found(lastBox(completion, '<answer>', '</answer>')?.content, 'the last <answer>');
  const after = afterMarker(completion);
  return after === undefined ? found(completion, 'the completion') : found(after, 'what follows "answer"');
}

function found(text: string | undefined, where: FinalAnswer['where']): FinalAnswer | undefined {
  return text === undefined ? undefined : { text: text.trim(), where };
}

/** What announces an answer. Bounded white space, so that no run of it is looked at twice. */
const marker =
  /\b(?:answer|solution|result|option|choice)\b[*_]{0,4}[^\S\n]{0,4}(?:is|are|would be|should be|:|=)|####/gi;

/** The rest of the line after the last marker; of the next line that holds anything where that is blank. */
function afterMarker(text: string): string | undefined {
  let end: number | undefined;
  for (const match of text.matchAll(marker)) end = match.index + match[0].length;
  if (end === undefined) return undefined;
  const rest = text.slice(end).replace(/^[\s*_:]+/, '');
  const line = rest.indexOf('\n');
  return line < 0 ? rest : rest.slice(0, line);
}
