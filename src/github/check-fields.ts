import type { CheckAnnotation, CheckWish } from '../report/forge/forge.ts';
import { sameText } from './marker.ts';

/** A check run as it stands, by GitHub's names; times are instants or null. */
export interface CheckFields {
  readonly status: string;
  readonly conclusion: string | null;
  readonly started_at: string | null;
  readonly completed_at: string | null;
  readonly details_url: string | null;
  readonly output: { readonly title: string | null; readonly summary: string | null; readonly text: string | null };
}

/** How a check run stands once a wish has come true. */
export function fieldsOf(wish: CheckWish): CheckFields {
  return {
    status: wish.status,
    conclusion: wish.conclusion ?? null,
    started_at: wish.startedAt ?? null,
    completed_at: wish.completedAt ?? null,
    details_url: wish.detailsUrl ?? null,
    output: { title: wish.title, summary: wish.summary, text: wish.text ?? null },
  };
}

/** Whether nothing of the wish is missing. What a wish leaves open, GitHub fills in. */
export function isAsWished(present: CheckFields, wish: CheckWish): boolean {
  const wished = fieldsOf(wish);
  const { title, summary, text } = wished.output;
  return (
    present.status === wished.status &&
    present.conclusion === wished.conclusion &&
    isOpenOr(wished.started_at, (at) => sameSecond(present.started_at, at)) &&
    isOpenOr(wished.completed_at, (at) => sameSecond(present.completed_at, at)) &&
    isOpenOr(wished.details_url, (url) => present.details_url === url) &&
    sameText(present.output.title, title) &&
    sameText(present.output.summary, summary) &&
    sameText(present.output.text, text)
  );
}

function isOpenOr(wished: string | null, isSame: (wished: string) => boolean): boolean {
  return wished === null || isSame(wished);
}

/** GitHub keeps no milliseconds. */
function sameSecond(one: string | null, other: string): boolean {
  return one !== null && Math.floor(Date.parse(one) / 1_000) === Math.floor(Date.parse(other) / 1_000);
}

/** An annotation, by GitHub's names. */
export function annotationOf({ path, startLine, endLine, startColumn, endColumn, ...rest }: CheckAnnotation) {
  return {
    path,
    start_line: startLine,
    end_line: endLine,
    ...(startColumn === undefined ? {} : { start_column: startColumn }),
    ...(endColumn === undefined ? {} : { end_column: endColumn }),
    annotation_level: rest.level,
    message: rest.message,
    ...(rest.title === undefined ? {} : { title: rest.title }),
  };
}

/** What tells annotations apart, of a wish as of an answer. */
export function annotationKey(annotation: {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly annotation_level: string | null;
  readonly message: string | null;
}): string {
  const { path, start_line, end_line, annotation_level, message } = annotation;
  return JSON.stringify([path, start_line, end_line, annotation_level, message]);
}
