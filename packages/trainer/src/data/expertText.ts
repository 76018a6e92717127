// What of an expert's solution is taught: all of it, or, as TRAPO's authors have it, the thought alone.

/** `whole`: the solution as it is. `thought`: what stands between <think> and </think>, all of it where there are no tags. */
export type ExpertText = 'whole' | 'thought';

/**
 * The thought of a solution, without the blanks around it. Where the opening tag was part of the prompt, the text before
 * the closing one.
 *
 * @returns undefined where the thought is empty or never closed: there is nothing to teach, or a part of it is missing
 */
export function thoughtOf(solution: string): string | undefined {
  const open = solution.indexOf('<think>');
  const start = open < 0 ? 0 : open + '<think>'.length;
  const end = solution.indexOf('</think>', start);
  if (end < 0 && open < 0) return solution;
  return (end < 0 ? '' : solution.slice(start, end).trim()) || undefined;
}
