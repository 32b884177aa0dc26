import { spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { plainEnvironment } from './scratch-repository.ts';

/** What git's own CGI answers to a request. */
export interface GitReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Serves a repository below `folder` over HTTP, as git's own CGI does it. Who may do it has been judged before. */
export function serveGit(
  folder: string,
  login: string,
  body: Buffer,
  { url = '/', method = 'GET', headers }: IncomingMessage,
): Promise<GitReply> {
  const { pathname, search } = new URL(url, 'http://localhost');
  const header = (name: string): string => String(headers[name] ?? '');
  const child = spawn('git', ['http-backend'], {
    env: {
      ...plainEnvironment,
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_PROTOCOL: header('git-protocol'),
      HTTP_CONTENT_ENCODING: header('content-encoding'),
      PATH_INFO: decodeURIComponent(pathname),
      QUERY_STRING: search.slice(1),
      REQUEST_METHOD: method,
      CONTENT_TYPE: header('content-type'),
      CONTENT_LENGTH: String(body.length),
      REMOTE_USER: login,
      REMOTE_ADDR: '127.0.0.1',
    },
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(body);
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve) => child.on('close', () => resolve(replyOf(Buffer.concat(chunks)))));
}

export function sendGit({ status, headers, body }: GitReply, response: ServerResponse): void {
  response.writeHead(status, headers).end(body);
}

/** A CGI's output: headers, a blank line, the body. */
function replyOf(output: Buffer): GitReply {
  const end = output.indexOf('\r\n\r\n');
  let status = end < 0 ? 500 : 200;
  const headers: Record<string, string> = {};
  for (const line of output.subarray(0, Math.max(0, end)).toString().split('\r\n')) {
    const [name = '', ...rest] = line.split(': ');
    if (name === 'Status') status = Number.parseInt(rest.join(': '), 10);
    else if (name !== '') headers[name] = rest.join(': ');
  }
  return { status, headers, body: output.subarray(end + 4) };
}
