// Methods by name. A new one: a file beside this one, its name and its line here.

import type { MethodDefinition, MethodSetup, Phase } from '../method.ts';
import { bread } from './bread.ts';
import { chord, chordMuMethod } from './chord.ts';
import { dapo } from './dapo.ts';
import { drGrpo, grpo, gspo } from './grpo.ts';
import { luffy } from './luffy.ts';
import { ppo } from './ppo.ts';
import { prefixRft } from './prefixRft.ts';
import { reinforcePlusPlusMethod, rloo } from './reinforce.ts';
import { relift } from './relift.ts';
import { sft, sftThenRl } from './sft.ts';
import { srft } from './srft.ts';
import { luffyPrefix, microGroupsOnly, plainSftPrefix, trapo, trapoAuthorsCode } from './trapo.ts';
import { uft } from './uft.ts';

export type MethodName =
  | 'sft'
  | 'grpo'
  | 'dr-grpo'
  | 'dapo'
  | 'gspo'
  | 'rloo'
  | 'reinforce++'
  | 'ppo'
  | 'sft-then-rl'
  | 'luffy'
  | 'relift'
  | 'srft'
  | 'uft'
  | 'chord'
  | 'chord-mu'
  | 'prefix-rft'
  | 'bread'
  | 'micro-groups'
  | 'plain-sft-prefix'
  | 'luffy-prefix'
  | 'trapo-authors-code'
  | 'trapo';

/** In the order of the papers: imitation, reinforcement, both, TRAPO with its ablations. */
export const methods: Readonly<Record<MethodName, MethodDefinition>> = {
  sft,
  grpo,
  'dr-grpo': drGrpo,
  dapo,
  gspo,
  rloo,
  'reinforce++': reinforcePlusPlusMethod,
  ppo,
  'sft-then-rl': sftThenRl,
  luffy,
  relift,
  srft,
  uft,
  chord,
  'chord-mu': chordMuMethod,
  'prefix-rft': prefixRft,
  bread,
  'micro-groups': microGroupsOnly,
  'plain-sft-prefix': plainSftPrefix,
  'luffy-prefix': luffyPrefix,
  'trapo-authors-code': trapoAuthorsCode,
  trapo,
};

export const methodNames: readonly MethodName[] = Object.keys(methods) as MethodName[];

/** The phases of a method. Throws Error with the known names when there is no such method. */
export function methodNamed(name: MethodName, setup: MethodSetup): readonly Phase[] {
  if (!Object.hasOwn(methods, name)) {
    throw new Error(`there is no method ${JSON.stringify(name)}; choose one of ${methodNames.join(', ')}`);
  }
  return methods[name].phases(setup);
}
