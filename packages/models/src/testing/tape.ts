// Reverse-mode differentiation of float64 scalars: each number knows those it came from and its derivatives by them.
// Only six elementary operations have a derivative written down, so that all others follow from their formulas.

export interface Scalar {
  readonly value: number;
  readonly inputs: readonly Scalar[];
  /** The derivative of `value` by each input. */
  readonly partials: readonly number[];
  /** Of the number that `Tape.backward` was called on, by this one. */
  gradient: number;
}

export type Vector = readonly Scalar[];

export class Tape {
  private readonly nodes: Scalar[] = [];

  /** A number that comes from no other. */
  leaf(value: number): Scalar {
    return this.record(value, [], []);
  }

  sum(terms: Vector): Scalar {
    const value = terms.reduce((total, term) => total + term.value, 0);
    return this.record(
      value,
      terms,
      terms.map(() => 1),
    );
  }

  /** a + constant. */
  shift(a: Scalar, constant: number): Scalar {
    return this.record(a.value + constant, [a], [1]);
  }

  /** a * constant. */
  scale(a: Scalar, constant: number): Scalar {
    return this.record(a.value * constant, [a], [constant]);
  }

  /** The sum of a[i] * b[i]. */
  dot(a: Vector, b: Vector): Scalar {
    let value = 0;
    a.forEach((x, i) => {
      value += x.value * b[i]!.value;
    });
    return this.record(value, [...a, ...b], [...b.map(y => y.value), ...a.map(x => x.value)]);
  }

  exp(a: Scalar): Scalar {
    const value = Math.exp(a.value);
    return this.record(value, [a], [value]);
  }

  log(a: Scalar): Scalar {
    return this.record(Math.log(a.value), [a], [1 / a.value]);
  }

  power(a: Scalar, exponent: number): Scalar {
    return this.record(a.value ** exponent, [a], [exponent * a.value ** (exponent - 1)]);
  }

  multiply(a: Scalar, b: Scalar): Scalar {
    return this.dot([a], [b]);
  }

  /** Adds to the gradient of every number of the tape; the tape is used up. */
  backward(of: Scalar): void {
    of.gradient = 1;
    for (const { inputs, partials, gradient } of this.nodes.reverse()) {
      if (gradient === 0) continue;
      inputs.forEach((input, i) => {
        input.gradient += gradient * partials[i]!;
      });
    }
  }

  private record(value: number, inputs: Vector, partials: readonly number[]): Scalar {
    const node = { value, inputs, partials, gradient: 0 };
    this.nodes.push(node);
    return node;
  }
}
