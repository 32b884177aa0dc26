import { type FieldProblem, GithubFailure } from './failure.ts';

type Headers = Readonly<Record<string, string | number | undefined>>;

/** What octokit throws: with a response it is GitHub's answer, without one there was none. */
interface RequestError extends Error {
  readonly status: number;
  readonly response?: { readonly headers: Headers; readonly data: unknown };
}

/** Nothing has left this machine when these come up, so a request cannot have been carried out. */
const neverSent: ReadonlySet<unknown> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

/** What octokit threw as a `GithubFailure`. What is no answer of a request is a bug of ours and thrown on. */
export function readFailure(error: unknown): GithubFailure {
  if (error instanceof GithubFailure) return error;
  if (!isRequestError(error)) throw error;
  const { response, status } = error;
  if (response === undefined) return withoutAnswer(error);
  const { headers, data } = response;
  const message = messageOf(data) ?? `status ${status}`;
  if (isLimit(status, headers, message)) {
    const afterMs = afterMsOf(headers);
    return new GithubFailure('limited', message, { status, ...(afterMs === undefined ? {} : { afterMs }) });
  }
  if (status >= 500) return new GithubFailure('faulty', message, { status, maybeDone: true });
  if (status === 401) return new GithubFailure('unknown-token', message, { status });
  if (status === 408 || status === 409) return new GithubFailure('faulty', message, { status });
  const permissions = headers['x-accepted-github-permissions'];
  return new GithubFailure('refused', message, {
    status,
    fields: fieldsOf(data),
    ...(typeof permissions === 'string' ? { permissions } : {}),
  });
}

function isRequestError(error: unknown): error is RequestError {
  return error instanceof Error && 'status' in error && typeof error.status === 'number';
}

function withoutAnswer(error: RequestError): GithubFailure {
  const words = error.name === 'AbortError' ? 'no answer in time' : error.message;
  return new GithubFailure('faulty', words, { maybeDone: !neverSent.has(codeOf(error)) });
}

/** undici's own error hides below fetch's "fetch failed", and the system's may hide below that. */
function codeOf(error: unknown): unknown {
  if (!(error instanceof Error)) return undefined;
  if (error.cause instanceof Error) return codeOf(error.cause);
  return 'code' in error ? error.code : undefined;
}

/** Secondary limits come as 403 or 429, with or without a header that says so. */
function isLimit(status: number, headers: Headers, message: string): boolean {
  if (status === 429) return true;
  if (status !== 403) return false;
  const said = headers['retry-after'] !== undefined || headers['x-ratelimit-remaining'] === '0';
  return said || /secondary rate|rate limit|abuse detection/i.test(message);
}

/** `Retry-After`, else the time until the limit's hour begins anew: by GitHub's clock, since this machine's may be wrong. */
function afterMsOf(headers: Headers): number | undefined {
  const seconds = Number(headers['retry-after']);
  if (headers['retry-after'] !== undefined && seconds >= 0) return seconds * 1_000;
  if (headers['x-ratelimit-remaining'] !== '0') return undefined;
  const left = Number(headers['x-ratelimit-reset']) * 1_000 - Date.parse(String(headers.date));
  // A second more: the header counts whole ones, and it is over only after it.
  return Number.isFinite(left) ? Math.max(0, left) + 1_000 : undefined;
}

/** GitHub's sentence, and the reasons that it gives for a body that is not valid. */
function messageOf(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null || !('message' in data)) return undefined;
  const reasons = errorsOf(data).map((each) => {
    if (typeof each === 'string') return each;
    const { message, resource, field, code } = each as Readonly<Record<string, unknown>>;
    return String(message ?? [resource, field, code].filter((word) => word !== undefined).join(' '));
  });
  return [String(data.message), ...reasons].join(': ');
}

function fieldsOf(data: unknown): readonly FieldProblem[] {
  return errorsOf(data).filter((each): each is FieldProblem => typeof each === 'object' && each !== null);
}

function errorsOf(data: unknown): readonly unknown[] {
  if (typeof data !== 'object' || data === null || !('errors' in data)) return [];
  return Array.isArray(data.errors) ? data.errors : [data.errors];
}
