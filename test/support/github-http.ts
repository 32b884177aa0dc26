import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Reply } from './github-exchange.ts';

/** An answer that breaks off in the middle. */
export function sendHalf({ status, body }: Reply, response: ServerResponse): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': text.length });
  response.write(text.slice(0, text.length / 2), () => response.destroy());
}

/** Writes the answer, or that it has not changed; its status. */
export function send(
  { status, headers = {}, body }: Reply,
  request: IncomingMessage,
  response: ServerResponse,
): number {
  const text = body === undefined ? '' : JSON.stringify(body);
  const etag = `W/"${createHash('sha256').update(text).digest('hex')}"`;
  const tagged = request.method === 'GET' && status === 200;
  const same = tagged && request.headers['if-none-match'] === etag;
  const code = same ? 304 : status;
  response.writeHead(code, {
    ...(text === '' ? {} : { 'content-type': 'application/json; charset=utf-8' }),
    ...(tagged ? { etag } : {}),
    ...headers,
  });
  response.end(same ? undefined : text);
  return code;
}
