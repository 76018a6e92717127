/** Runs a compiled pattern over a text: all states at once, so the time is text times pattern, whatever both are (Pike 1987). */
import type { Meter } from '../../budget.ts';
import type { Instruction } from './program.ts';
import { classes, lineEnd } from './sets.ts';

/** Whether the program matches all of the text, or, with `anywhere`, a part of it. */
export function matches(
  program: readonly Instruction[],
  text: string,
  { anywhere, multiline }: { readonly anywhere: boolean; readonly multiline: boolean },
  meter: Meter,
): boolean {
  const characters = Array.from(text, character => character.codePointAt(0)!);
  meter.spend(characters.length);
  // the position at which an instruction was last reached: each is looked at once a position
  const reached = new Int32Array(program.length).fill(-1);
  let states: number[] = [];
  for (let at = 0; at <= characters.length; at++) {
    if (at === 0 || anywhere) states.push(0);
    const waiting = closure(
      program,
      states,
      at,
      reached,
      place => holds(place, characters, at, multiline),
      meter,
    );
    if (waiting.matched && (anywhere || at === characters.length)) return true;
    states = [];
    for (const place of waiting.places) {
      const instruction = program[place]!;
      if (at < characters.length && instruction.op === 'character' && instruction.has(characters[at]!))
        states.push(place + 1);
    }
    if (states.length === 0 && !anywhere) return false;
  }
  return false;
}

type Assertion = Extract<Instruction, { op: 'assert' }>['where'];

/** Follows forks and assertions to the characters that may come next. */
function closure(
  program: readonly Instruction[],
  states: readonly number[],
  at: number,
  reached: Int32Array,
  holds: (where: Assertion) => boolean,
  meter: Meter,
): { readonly places: readonly number[]; readonly matched: boolean } {
  const places: number[] = [];
  const open = [...states];
  let matched = false;
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    if (reached[place] === at) continue;
    reached[place] = at;
    meter.spend(1);
    const instruction = program[place]!;
    if (instruction.op === 'match') matched = true;
    else if (instruction.op === 'character') places.push(place);
    else if (instruction.op === 'fork') open.push(...instruction.to);
    else if (holds(instruction.where)) open.push(place + 1);
  }
  return { places, matched };
}

function holds(where: Assertion, characters: readonly number[], at: number, multiline: boolean): boolean {
  const [before, after] = [characters[at - 1], characters[at]];
  if (where === 'start') return before === undefined || (multiline && lineEnd(before));
  if (where === 'end') return after === undefined || (multiline && lineEnd(after));
  const word = (character: number | undefined) => character !== undefined && classes.w!(character);
  return (word(before) !== word(after)) === (where === 'boundary');
}
