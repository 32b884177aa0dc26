import { spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { plainEnvironment } from './scratch-repository.ts';

/** Serves a repository below `folder` over HTTP, as git's own CGI does it. Who may do it has been judged before. */
export function serveGit(
  folder: string,
  login: string,
  body: Buffer,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { pathname, search } = new URL(request.url ?? '/', 'http://localhost');
  const header = (name: string): string => String(request.headers[name] ?? '');
  const child = spawn('git', ['http-backend'], {
    env: {
      ...plainEnvironment,
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_PROTOCOL: header('git-protocol'),
      HTTP_CONTENT_ENCODING: header('content-encoding'),
      PATH_INFO: decodeURIComponent(pathname),
      QUERY_STRING: search.slice(1),
      REQUEST_METHOD: request.method ?? 'GET',
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
  child.on('close', () => answer(Buffer.concat(chunks), response));
}

/** A CGI's output: headers, a blank line, the body. */
function answer(output: Buffer, response: ServerResponse): void {
  const end = output.indexOf('\r\n\r\n');
  let status = end < 0 ? 500 : 200;
  for (const line of output.subarray(0, Math.max(0, end)).toString().split('\r\n')) {
    const [name = '', ...rest] = line.split(': ');
    if (name === 'Status') status = Number.parseInt(rest.join(': '), 10);
    else if (name !== '') response.setHeader(name, rest.join(': '));
  }
  response.writeHead(status).end(output.subarray(end + 4));
}
