// Events as TensorBoard reads them: a protobuf message (tensorboard/compat/proto/event.proto) in a record with checksums
// (TFRecord). The few fields that a scalar needs are written with the wire library, by their numbers in that file.

import { createRequire } from 'node:module';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { StepMetrics } from '../metrics.ts';

export interface Event {
  /** In seconds. */
  readonly wallTime: number;
  readonly step: number;
  readonly what:
    | { readonly fileVersion: string }
    | { readonly scalars: StepMetrics }
    /** What other files of the folder have from this step on is done again: readers drop it. */
    | 'session start';
}

/** One event as the bytes of a record. */
export function eventRecord({ wallTime, step, what }: Event): Uint8Array {
  const event = new BinaryWriter().tag(1, WireType.Bit64).double(wallTime);
  if (step !== 0) event.tag(2, WireType.Varint).int64(step);
  if (what === 'session start') {
    event.tag(7, WireType.LengthDelimited).fork().tag(1, WireType.Varint).int32(1).join();
  } else if ('fileVersion' in what) {
    event.tag(3, WireType.LengthDelimited).string(what.fileVersion);
  } else {
    const summary = event.tag(5, WireType.LengthDelimited).fork();
    for (const [name, value] of Object.entries(what.scalars)) {
      const entry = summary.tag(1, WireType.LengthDelimited).fork();
      entry.tag(1, WireType.LengthDelimited).string(name);
      entry.tag(2, WireType.Bit32).float(Math.fround(value)).join();
    }
    summary.join();
  }
  return record(event.finish());
}

/** TFRecord: length, its checksum, data, its checksum; little-endian. */
function record(data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(8 + 4 + data.length + 4);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, maskedChecksum(bytes.subarray(0, 8)), true);
  bytes.set(data, 12);
  view.setUint32(12 + data.length, maskedChecksum(data), true);
  return bytes;
}

const { buf: crc32c } = createRequire(import.meta.url)('crc-32/crc32c') as typeof import('crc-32');

/** A CRC32C, turned and shifted so that checksums of data that holds checksums stay strong. */
function maskedChecksum(data: Uint8Array): number {
  const crc = crc32c(data) >>> 0;
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
