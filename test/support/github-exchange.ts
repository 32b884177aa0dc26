/** A request to the stand-in, read to its end. */
export interface Incoming {
  readonly method: string;
  /** Decoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
  readonly who: Identity;
}

/** Whom a token is of. */
export interface Identity {
  readonly login: string;
  /** Of an App: its name in addresses. Only Apps have check runs. */
  readonly slug?: string;
  /** By GitHub's names of permissions. */
  readonly grants: Readonly<Record<string, 'read' | 'write'>>;
  /** What the emulator knows this identity by. */
  readonly emulatorToken: string;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON; undefined for none. */
  readonly body?: unknown;
}

/** A body as its fields; none for what is no object. */
export function fieldsOfBody(body: unknown): Readonly<Record<string, unknown>> {
  return typeof body === 'object' && body !== null ? { ...body } : {};
}

/** GitHub's form of an error. */
export function refusal(status: number, message: string, more: object = {}, headers: Reply['headers'] = {}): Reply {
  return { status, headers, body: { message, documentation_url: 'https://docs.github.com/rest', ...more } };
}

/** A 422 about one field. */
export function invalid(resource: string, field: string, code: string, value?: unknown, message?: string): Reply {
  const said = message === undefined ? {} : { message };
  return refusal(422, 'Validation Failed', { errors: [{ resource, field, code, value, ...said }] });
}

/** One page of a list, with the links to the others. `wrap` puts it into an object as some of GitHub's lists are. */
export function page(
  { path, query }: Incoming,
  base: string,
  items: readonly unknown[],
  wrap = (some: readonly unknown[]): unknown => some,
): Reply {
  const size = Number(query.get('per_page') ?? 30);
  const number = Number(query.get('page') ?? 1);
  const next = new URLSearchParams(query);
  next.set('page', String(number + 1));
  const more = number * size < items.length;
  const link: Record<string, string> = more ? { link: `<${base}${encodeURI(path)}?${next}>; rel="next"` } : {};
  return { status: 200, headers: link, body: wrap(items.slice((number - 1) * size, number * size)) };
}
