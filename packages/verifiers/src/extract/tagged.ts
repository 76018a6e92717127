import { lastBox } from './lastBox.ts';

/** What stands in the last `<answer>`; the whole text where there is none; undefined where it is never closed. */
export const tagged = (completion: string): string | undefined =>
  completion.includes('<answer>') ? lastBox(completion, '<answer>', '</answer>')?.content : completion;
