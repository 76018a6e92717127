/** Where a model thinks between tags, only what it says afterwards is its answer. */

/**
 * What follows the last closing tag and precedes any thought opened after it; the whole text where there are no tags. An
 * opening tag may be missing, since chat templates often write it into the prompt. A thought that is never closed hides
 * what it holds: an answer inside it was never given.
 */
export function afterThought(completion: string, open = '<think>', close = '</think>'): string {
  const closed = completion.lastIndexOf(close);
  const start = closed < 0 ? 0 : closed + close.length;
  const reopened = completion.indexOf(open, start);
  return completion.slice(start, reopened < 0 ? undefined : reopened);
}
