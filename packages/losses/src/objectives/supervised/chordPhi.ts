/**
 * CHORD-phi: SFT weighted towards tokens the model is unsure of.
 *
 *     l = -sg(p (1 - p)) log p        dl/dlog p = -p (1 - p)
 *
 * Tokens it already says rest, and so do those it would never say. With a cutoff below 1, tokens with p > cutoff count
 * at log cutoff and pull no more. CHORD (arXiv 2508.11408); Trinity-RFT `sft_phi`.
 */
import { type TokenwiseObjective, tokenwise } from '../../tokenwise.ts';

/**
 * @param cutoff the probability in (0, 1] above which a token pulls no more.
 * @throws when it is outside (0, 1].
 */
export function chordPhi(cutoff = 1): TokenwiseObjective {
  if (!(cutoff > 0 && cutoff <= 1)) {
    throw new Error(`chordPhi's cutoff is a probability in (0, 1], e.g. chordPhi(0.9); received ${cutoff}.`);
  }
  return tokenwise(cutoff === 1 ? 'chordPhi' : `chordPhi(${cutoff})`, token => {
    const p = Math.exp(token.logProb);
    const weight = p * (1 - p);
    const beyond = cutoff < 1 && p > cutoff;
    token.loss = p === 0 ? 0 : -weight * (beyond ? Math.log(cutoff) : token.logProb);
    token.gradient = beyond ? 0 : -weight;
  });
}
