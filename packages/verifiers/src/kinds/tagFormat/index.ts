import { defineVerifier, type Judgement, type OptionsOf } from '../../defineVerifier.ts';
import { graded } from '../../judgements.ts';
import { flag, text, texts } from '../../options.ts';
import type { Verifier } from '../../verifier.ts';
import { readLayout, tagShare } from './layout.ts';

interface Settings {
  /** The tags that must be there, each once, in this order; think and answer unless told. */
  readonly tags: readonly string[];
  /** A line's end must stand inside every tag and between them. False unless told. */
  readonly lines: boolean;
  /** Text may follow the last tag. False unless told. */
  readonly textAfter: boolean;
  /** A language of which the last tag must hold a fenced block, like `python`; empty (the default) for none. */
  readonly code: string;
  /** Instead of 0 or 1, the share of tags that are there exactly once, in whatever order. False unless told. */
  readonly partial: boolean;
}

/** The options of `tagFormat`, each with a default. */
export type TagFormatOptions = OptionsOf<Settings>;

/** Form: the completion is `<think>...</think><answer>...</answer>`, or has other tags in their order. Takes no gold. */
export const tagFormat: Verifier<TagFormatOptions> = defineVerifier<Settings, string>({
  name: 'tagFormat',
  golds: 'none',
  options: {
    tags: texts(['think', 'answer']),
    lines: flag(false),
    textAfter: flag(false),
    code: text('', 'python'),
    partial: flag(false),
  },
  readGold: gold => ({ text: gold, value: gold }),
  judge({ completion }, settings, meter) {
    meter.spend(completion.length * settings.tags.length);
    const bodies = readLayout(completion, settings);
    if (typeof bodies === 'string')
      return graded(settings.partial ? Math.min(tagShare(completion, settings), 1) : 0, bodies);
    return withCode(bodies.at(-1) ?? '', settings);
  },
});

function withCode(body: string, { code }: Settings): Judgement {
  if (code === '') return graded(1, 'every tag is in its place');
  const from = body.indexOf(`\`\`\`${code}`);
  const closed = from >= 0 && body.indexOf('```', from + 3 + code.length) >= 0;
  return graded(closed ? 1 : 0, closed ? 'the tags and the code are in their places' : `no block of ${code}`);
}
