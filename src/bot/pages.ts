import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Handler } from './webhook-door.ts';

export interface PagesOptions {
  /** Why it is not ready; absent if it is. */
  readonly unready: () => string | undefined;
  readonly metrics: { readonly contentType: string; text(): Promise<string> };
}

/**
 * `/healthz`: the process lives. `/readyz`: GitHub knows it, and it takes work up. `/metrics`: what Prometheus reads. None of them tells
 * what somebody from outside could use, but numbers are nobody's business: keep `/metrics` from the public, as docs/app.md says.
 */
export function pages({ unready, metrics }: PagesOptions): Handler {
  return async (request, response) => {
    const { method = 'GET' } = request;
    if (method !== 'GET' && method !== 'HEAD') return false;
    switch (request.url?.split('?')[0]) {
      case '/healthz':
        return answer(request, response, { status: 200, type: plain, text: 'ok\n' });
      case '/readyz': {
        const why = unready();
        return answer(request, response, {
          status: why === undefined ? 200 : 503,
          type: plain,
          text: `${why ?? 'ok'}\n`,
        });
      }
      case '/metrics':
        return answer(request, response, { status: 200, type: metrics.contentType, text: await metrics.text() });
      default:
        return false;
    }
  };
}

const plain = 'text/plain; charset=utf-8';

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

function answer({ method }: IncomingMessage, response: ServerResponse, { status, type, text }: Answer): true {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text) });
  response.end(method === 'HEAD' ? undefined : text);
  return true;
}
