import type { IncomingMessage } from 'node:http';

/** GitHub sends no larger ones. */
const mostBytes = 25 * 1024 * 1024;
/** Of all bodies that arrive at once: whoever sends them may not be GitHub, which is only known at their end. */
const mostBytesTogether = 64 * 1024 * 1024;
/** Nearly all of GitHub's are smaller: they are read whatever somebody else holds open. */
const smallBytes = 256 * 1024;

export type ReadBody =
  | { readonly kind: 'read'; readonly text: string }
  /** `status`: the answer that says so. */
  | { readonly kind: 'refused'; readonly status: 413 | 503 }
  /** The sender has gone. */
  | { readonly kind: 'broken' };

/** Reads the bodies of requests, within bounds for one and for all. */
export class BodyReader {
  #held = 0;

  async read(request: IncomingMessage): Promise<ReadBody> {
    if (Number(request.headers['content-length'] ?? 0) > mostBytes) return { kind: 'refused', status: 413 };
    const chunks: Buffer[] = [];
    let size = 0;
    try {
      for await (const chunk of request as AsyncIterable<Buffer>) {
        chunks.push(chunk);
        size += chunk.length;
        this.#held += chunk.length;
        if (size > mostBytes) return { kind: 'refused', status: 413 };
        if (this.#held > mostBytesTogether && size > smallBytes) return { kind: 'refused', status: 503 };
      }
      return { kind: 'read', text: Buffer.concat(chunks).toString() };
    } catch {
      return { kind: 'broken' };
    } finally {
      this.#held -= size;
    }
  }
}
