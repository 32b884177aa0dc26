import type { Range, Scalar } from 'yaml';

/**
 * For each UTF-16 unit of a scalar's value, the offset in the text that it comes from; nothing if the two could not be
 * aligned. Folded line breaks stand where the first broken line ends.
 */
export function mapScalar(
  _text: string,
  _type: Scalar.Type | null | undefined,
  _range: Range,
  _value: string,
): readonly number[] | undefined {
  return undefined;
}
