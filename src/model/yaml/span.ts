/** A half-open part of a text, as UTF-16 offsets from its start. */
export interface Span {
  readonly start: number;
  readonly end: number;
}
