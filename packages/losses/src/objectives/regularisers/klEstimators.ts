/** The KL estimators as formulae of x = log pi_ref - log p: each writes its value, and its derivative by log p. */
import type { Token } from '../../tokenwise.ts';

export type Estimator = 'k1' | 'abs' | 'k2' | 'k3';

type Estimate = (x: number, into: Pick<Token, 'loss' | 'gradient'>) => void;

export const estimators: Readonly<Record<Estimator, Estimate>> = {
  k1(x, into) {
    into.loss = -x;
    into.gradient = 1;
  },
  abs(x, into) {
    into.loss = Math.abs(x);
    into.gradient = -Math.sign(x);
  },
  k2(x, into) {
    into.loss = x ** 2 / 2;
    into.gradient = -x;
  },
  k3(x, into) {
    // e^x - 1 - x cancels near x = 0; expm1 does not
    const growth = Math.expm1(x);
    into.loss = growth - x;
    into.gradient = -growth;
  },
};
