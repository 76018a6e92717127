import type { Case } from './cases.ts';
import { brief, type Check, must, type Subject } from './subject.ts';

/** A check for each case: it comes to its status, and its verdict is in order. */
export const verdictChecks = (subject: Subject): Check[] =>
  subject.cases.map(it => ({
    name: `${it.why}: ${brief(it.gold)}, ${brief(it.completion)}`,
    run: () => check(subject, it),
  }));

async function check({ verify }: Subject, it: Case): Promise<void> {
  const { status, score, extracted, reason, ms } = await verify(it);
  must(status === it.status, () => `it should be ${it.status}; it is ${status}: ${reason}`);
  if (it.extracted !== undefined)
    must(extracted === it.extracted, () => `it should extract ${it.extracted}; it extracts ${extracted}`);
  if (it.score !== undefined)
    must(Math.abs((score ?? Number.NaN) - it.score) < 1e-9, () => `score ${it.score} became ${score}`);
  must(reason !== '', () => 'a verdict says why in a sentence; its reason is empty');
  must(ms >= 0, () => `ms is the time it took; it is ${ms}`);
  if (status === 'correct' || status === 'incorrect' || status === 'no_answer') {
    must(Number.isFinite(score), () => `${status} has a score; it is ${score}`);
    const inRange = score! <= 1 && (score! >= 0 || it.score !== undefined);
    must(inRange, () => `a score is in [0, 1] unless its case states it; it is ${score}`);
  } else must(score === null, () => `${status} is a skip, score null; the score is ${score}`);
}
