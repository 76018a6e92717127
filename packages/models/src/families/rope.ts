// Rotary positions as config.json says them: rope_theta beside rope_scaling, or since transformers 5 both in rope_parameters.

import type { DecoderConfig } from '../decoder/config.ts';
import type { RopeScaling } from '../decoder/rope.ts';
import type { ConfigFile, Fields } from './fields.ts';

/** transformers' default in all our families. */
const THETA = 10_000;

type Rope = Pick<DecoderConfig, 'rope_theta' | 'rope_scaling'>;

/** `positions` are the file's max_position_embeddings: those of the pretraining where the file does not say. */
export function readRope(fields: Fields, positions: number): Rope {
  const parameters = fields.nested('rope_parameters');
  const scaling = parameters ?? fields.nested('rope_scaling');
  const rope_theta = parameters?.isGiven('rope_theta')
    ? parameters.positive('rope_theta')
    : fields.positive('rope_theta', THETA);
  const rope_scaling = scaling && readScaling(scaling, positions);
  return { rope_theta, ...(rope_scaling && { rope_scaling }) };
}

function readScaling(fields: Fields, positions: number): RopeScaling | undefined {
  fields.only('partial_rotary_factor', 1, 'all features of a head are turned');
  // older files say type; some say both
  const old = fields.text('type');
  const rope_type = fields.text('rope_type') ?? old ?? 'default';
  const original = () => ({
    original_max_position_embeddings: fields.count('original_max_position_embeddings', positions),
  });
  switch (rope_type) {
    case 'default':
      return undefined;
    case 'linear':
      return { rope_type, factor: fields.positive('factor') };
    case 'llama3': {
      const low_freq_factor = fields.positive('low_freq_factor');
      const high_freq_factor = fields.positive('high_freq_factor');
      if (high_freq_factor <= low_freq_factor) {
        fields.refuse('high_freq_factor', `is larger than low_freq_factor, ${low_freq_factor}`);
      }
      return {
        rope_type,
        factor: fields.positive('factor'),
        low_freq_factor,
        high_freq_factor,
        ...original(),
      };
    }
    case 'yarn': {
      const factor = fields.positive('factor');
      return {
        rope_type,
        factor,
        ...original(),
        beta_fast: fields.positive('beta_fast', 32),
        beta_slow: fields.positive('beta_slow', 1),
        attention_factor: fields.positive('attention_factor', yarnAttention(fields, factor)),
        truncate: fields.flag('truncate', true),
      };
    }
    default:
      return fields.refuse(
        fields.isGiven('rope_type') ? 'rope_type' : 'type',
        'is not supported: use default, linear, llama3 or yarn',
      );
  }
}

/** 0.1 ln(factor) + 1 (YaRN, equation 22), or DeepSeek's ratio of two such where the file gives both of its weights. */
function yarnAttention(fields: Fields, factor: number): number {
  const temperature = (weight: number) => (factor <= 1 ? 1 : 0.1 * weight * Math.log(factor) + 1);
  const [has, hasAll] = [fields.isGiven('mscale'), fields.isGiven('mscale_all_dim')];
  if (!has || !hasAll) return temperature(1);
  return temperature(fields.positive('mscale')) / temperature(fields.positive('mscale_all_dim'));
}

/** In the older form, which all versions of transformers read. */
export function writeRope({ rope_theta, rope_scaling }: Rope): ConfigFile {
  return { rope_theta, rope_scaling: rope_scaling ?? null };
}
