// The prompt of TRAPO's authors for mathematics (github.com/Su-my/TRAPO), which is that of Qwen2.5-Math.

import type { ChatMessage } from './chatTemplate.ts';

const SYSTEM = 'You are a helpful assistant.';
const REQUEST = 'Please reason step by step, and put your final answer within \\boxed{}.';

/** The messages that ask for a problem's solution, for a chat template; `chatml` renders them as the authors' models read them. */
export function authorsPrompt(problem: string): readonly ChatMessage[] {
  return [
    { role: 'system', content: SYSTEM },
    { role: 'user', content: `${problem}\n${REQUEST}` },
  ];
}
