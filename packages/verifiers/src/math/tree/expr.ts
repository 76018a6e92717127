/** What an answer means: a small typed tree. Differences and quotients are sums and products. */
import type { Rational } from '../arithmetic/rational.ts';

export type Constant = 'pi' | 'e' | 'i' | 'infinity';
export type SetOperator = 'union' | 'intersection' | 'difference';
export type RelationOperator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'notin' | '~' | 'other';

export type Expr =
  /** `decimals` is how many places were written after the point; absent for whole numbers. */
  | { readonly kind: 'number'; readonly value: Rational; readonly decimals?: number }
  | { readonly kind: 'constant'; readonly name: Constant }
  | { readonly kind: 'symbol'; readonly name: string }
  | { readonly kind: 'sum'; readonly terms: readonly Expr[] }
  | { readonly kind: 'product'; readonly factors: readonly Expr[] }
  | { readonly kind: 'power'; readonly base: Expr; readonly exponent: Expr }
  /** A function by name: known ones are in functions.ts, others are letters like f. */
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expr[] }
  /** A sum, product, integral or limit over a bound variable; without limits where there are none. */
  | {
      readonly kind: 'series';
      readonly operator: 'sum' | 'product' | 'integral' | 'limit';
      readonly variable: string;
      readonly from?: Expr;
      readonly to?: Expr;
      readonly body: Expr;
    }
  /** Items between commas, in no brackets. */
  | { readonly kind: 'list'; readonly items: readonly Expr[] }
  /** Items in brackets; two of them may be meant as an interval. */
  | {
      readonly kind: 'tuple';
      readonly items: readonly Expr[];
      readonly open: '(' | '[';
      readonly close: ')' | ']';
    }
  | { readonly kind: 'set'; readonly items: readonly Expr[] }
  | { readonly kind: 'setOperation'; readonly operator: SetOperator; readonly args: readonly [Expr, Expr] }
  | { readonly kind: 'matrix'; readonly rows: readonly (readonly Expr[])[] }
  /** A chain: operands[0] operators[0] operands[1] ... */
  | {
      readonly kind: 'relation';
      readonly operators: readonly RelationOperator[];
      readonly operands: readonly Expr[];
    }
  /** Words, in lower case with single spaces. */
  | { readonly kind: 'text'; readonly words: string };

type Kind = Expr['kind'];
export type Of<K extends Kind> = Extract<Expr, { readonly kind: K }>;
