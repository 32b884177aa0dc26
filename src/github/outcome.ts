import type { Declined } from '../report/forge/forge.ts';
import { GithubFailure } from './failure.ts';

/** What a failure means for a wish. What is no failure of a request is a bug of ours and thrown on. */
export function outcomeOf(error: unknown): Declined {
  if (!(error instanceof GithubFailure)) throw error;
  const { kind, afterMs } = error;
  switch (kind) {
    case 'refused':
      return { kind: 'refused', why: whyRefused(error) };
    case 'limited':
    case 'faulty':
    case 'unknown-token':
      return { kind: 'unreachable', why: whyLater(error), ...(afterMs === undefined ? {} : { retryAfterMs: afterMs }) };
    default:
      return kind satisfies never;
  }
}

function whyLater({ kind, message }: GithubFailure): string {
  if (kind === 'unknown-token') return `GitHub does not know the token, or its time is over: ${message}`;
  return kind === 'limited' ? `GitHub takes no more requests for now: ${message}` : `GitHub did not answer: ${message}`;
}

function whyRefused({ status, message, permissions }: GithubFailure): string {
  if (status === 403) return `the token may not do this: ${message}${advice(permissions)}`;
  if (status === 404) return `GitHub shows no such thing to this token: ${message}`;
  if (status === 410) return `this is switched off in the repository, or was deleted: ${message}`;
  return `GitHub does not take this: ${message}`;
}

/** GitHub lists what would do: `,` is "and", `;` is "or". */
function advice(permissions: string | undefined): string {
  if (permissions === undefined || permissions === '') return '';
  const choices = permissions.split(';').map((choice) => choice.trim().replaceAll('=', ': ').replaceAll(',', ' and '));
  return `; it needs ${choices.join(', or ')}`;
}
