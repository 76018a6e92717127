// One hostile text, as answer and as gold, in a process of its own: prints the worst milliseconds, the memory, what went wrong.

import { math } from '@trapo/verifiers';
import { hostile } from '@trapo/verifiers/conformance';
import { profiles } from '../../../packages/verifiers/src/kinds/math/profiles.ts';

const text = hostile[process.argv[2]!]!;
const wrong: string[] = [];
let worst = 0;
for (const profile of Object.keys(profiles) as (keyof typeof profiles)[]) {
  for (const [gold, completion] of [
    ['17', text],
    ['17', `\\boxed{${text}}`],
    ['17', `The final answer is $${text}$. I hope`],
    ['x^2+1', `\\boxed{${text}}`],
    ['(1,2)', `\\boxed{${text}}`],
    [text, '\\boxed{17}'],
  ] as const) {
    const { status, ms, reason } = math.verify({ gold, completion }, { profile });
    worst = Math.max(worst, ms);
    if (status === 'correct' || status === 'error') wrong.push(`${profile}: ${status}, ${reason}`);
  }
}
const megabytes = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ worst, megabytes, wrong }));
