/**
 * What an evaluation gives: for each problem, the score of every response, in [0, 1].
 *
 * Problems may differ in how many responses they have; one without any has no place in a mean and is refused.
 */
export type Scores = readonly (readonly number[])[];

/** @throws when there is no problem, one has no response, or a score is not in [0, 1] */
export function checkScores(scores: Scores): void {
  if (scores.length === 0) {
    throw new Error('Scores need at least one problem, e.g. [[1, 0], [0, 0]]; received [].');
  }
  scores.forEach((responses, problem) => {
    if (responses.length === 0) {
      throw new Error(
        `Problem ${problem} has no scored response: leave it out and say so, or score one. A mean over nothing is no number.`,
      );
    }
    const bad = responses.find(score => !(score >= 0 && score <= 1));
    if (bad !== undefined) {
      throw new Error(`A score is a number in [0, 1], e.g. 1 for correct; problem ${problem} has ${bad}.`);
    }
  });
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
