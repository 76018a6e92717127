/** Cuts LaTeX and plain mathematics into tokens. */
import type { Meter } from '../../budget.ts';
import { characters, expanded, signs } from './commands.ts';
import { commandToken } from './commandTokens.ts';
import { numberAt } from './numbers.ts';
import { push, type Scanner, skip } from './scanner.ts';
import { type Token, Unparsable } from './token.ts';
import { isLetter, wordTokens } from './wordTokens.ts';

/** @throws Unparsable on characters that mean nothing, BudgetExceeded on too much of anything */
export function tokenize(source: string, meter: Meter): Token[] {
  meter.spend(source.length * 4);
  const scanner: Scanner = { source, tokens: [], meter, at: 0, spaced: false, brackets: 0 };
  while (scanner.at < source.length) {
    const code = source.charCodeAt(scanner.at);
    if (isLetter(code)) wordTokens(scanner);
    else if (isDigit(code) || (code === POINT && isDigit(source.charCodeAt(scanner.at + 1)))) number(scanner);
    else other(scanner, source[scanner.at]!);
  }
  const { tokens, at, spaced } = scanner;
  tokens.push({ type: 'end', value: '', at, end: at, spaced });
  return tokens;
}

const POINT = 46;
const isDigit = (code: number): boolean => code >= 48 && code <= 57;

function number(scanner: Scanner): void {
  const { source, tokens, at, spaced, meter } = scanner;
  const { value, decimals, length } = numberAt(source, at, scanner.brackets === 0)!;
  const places = decimals === undefined ? {} : { decimals };
  meter.spend(length);
  tokens.push({ type: 'number', value, ...places, at, end: at + length, spaced });
  scanner.spaced = false;
  scanner.at += length;
}

const silent = ' \t\n\r\f\v~$".?\u00a0€£¥₹₽';
const single = "+-*/^_()[]{},;:!|=<>'&%";
const double = ['**', '<=', '>=', '!=', '=='];

function other(scanner: Scanner, character: string): void {
  const { source, at } = scanner;
  const two = source.slice(at, at + 2);
  if (character === '\\') commandToken(scanner);
  else if (source.startsWith('...', at)) push(scanner, 'sign', '…', at + 3);
  else if (silent.includes(character)) skip(scanner, at + 1);
  else if (double.includes(two)) push(scanner, 'sign', two === '**' ? '^' : two === '==' ? '=' : two, at + 2);
  else if (single.includes(character)) push(scanner, 'sign', character, at + 1);
  else if (characters.has(character)) push(scanner, 'letter', characters.get(character)!, at + 1);
  else if (expanded.has(character)) {
    // all of them stand where the character stands
    for (const token of tokenize(expanded.get(character)!, scanner.meter))
      if (token.type !== 'end') scanner.tokens.push({ ...token, at, end: at + 1 });
    skip(scanner, at + 1, false);
  } else if (signs.has(character)) push(scanner, 'sign', signs.get(character)!, at + 1);
  else throw new Unparsable(`${JSON.stringify(character)} is no mathematics`);
}
