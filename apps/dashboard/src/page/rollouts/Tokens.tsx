import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { RolloutRow } from '../../api.ts';
import { visibleToken } from '../format.ts';
import { type TokenView, weightOf } from './weight.ts';

interface TokensProps {
  readonly row: RolloutRow;
  readonly alpha: number | undefined;
  readonly onToken: (token: TokenView) => void;
}

/** A response token by token: the expert's shaded, the policy's plain. One stop for the Tab key; arrows go through it. */
export function Tokens({ row, alpha, onToken }: TokensProps): VNode {
  const { tokens, logProb, prefix, sft } = row;
  const place = useRef<HTMLDivElement>(null);
  const at = useRef(-1);
  const tell = (i: number) => {
    const children = place.current!.children;
    if (i < 0 || i >= children.length) return;
    children[at.current]?.classList.remove('told');
    children[i]!.classList.add('told');
    at.current = i;
    onToken({ text: tokens[i]!, logProb: logProb[i]!, expert: i < prefix, alpha, sft });
  };
  const placeOf = (target: EventTarget | null) =>
    target instanceof Element && target.parentElement === place.current
      ? [...place.current!.children].indexOf(target)
      : -1;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pointing at a token tells of it, as the arrow keys do
    <div
      class="tokens mono"
      ref={place}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a response is read with the arrow keys
      tabIndex={0}
      onFocus={() => tell(Math.max(0, at.current))}
      onMouseOver={event => tell(placeOf(event.target))}
      onKeyDown={event => {
        const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (!by) return;
        tell(at.current + by);
        event.preventDefault();
      }}
    >
      {tokens.map((text, i) => {
        const weight =
          i < prefix ? (sft && alpha !== undefined ? weightOf(logProb[i]!, alpha) : 0) : undefined;
        return (
          <span
            key={i}
            class={weight === undefined ? 'token' : sft ? 'token expert' : 'token expert idle'}
            {...(weight !== undefined && { style: { '--weight': weight.toFixed(3) } })}
          >
            {visibleToken(text)}
          </span>
        );
      })}
    </div>
  );
}
