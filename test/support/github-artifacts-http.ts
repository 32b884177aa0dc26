import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ArtifactsShim, type BlobReply } from './github-artifacts.ts';
import { type Reply, refusal } from './github-exchange.ts';
import { meet } from './github-faults.ts';
import { requestProblems } from './github-openapi.ts';
import { allGrants, tokenOf } from './github-tokens.ts';

/** Serves what is no part of the API: calls of jobs, and blocks of zips. False if the request is about something else. */
export function serveArtifacts(shim: ArtifactsShim, request: IncomingMessage, response: ServerResponse): boolean {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  if (!shim.owns(pathname)) return false;
  const method = request.method ?? 'GET';
  void bodyOf(request).then(async (body) => {
    const trouble = shim.faults.take(method, pathname, 'api');
    const token = tokenOf(request.headers.authorization);
    const work = async () => shim.serve(method, pathname, searchParams, token, body);
    const answer = await meet(trouble, work, blobOf);
    if (answer === 'lost') request.socket.destroy();
    else if (answer !== 'silent') response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  return true;
}

function blobOf({ status, headers, body }: Reply): BlobReply {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(JSON.stringify(body)),
  };
}

/** Artifacts alone, at an address of their own: the service of jobs, and what the API says of them. Call `close` in the end. */
export async function artifactService(): Promise<{ readonly shim: ArtifactsShim; close(): Promise<void> }> {
  const shim = new ArtifactsShim();
  const server = createServer((request, response) => {
    if (serveArtifacts(shim, request, response)) return;
    void apiReply(shim, request).then((reply) => {
      if (typeof reply === 'string') request.socket.destroy();
      else sendJson(reply, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  shim.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    shim,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function apiReply(shim: ArtifactsShim, { method = 'GET', url = '/', headers }: IncomingMessage) {
  const { pathname, searchParams: query } = new URL(url, shim.url);
  // As GitHub Enterprise Server has it.
  const path = pathname.replace(/^\/api\/v3(?=\/)/, '');
  const work = async () => {
    const problems = requestProblems({ method, path, query, body: undefined });
    if (problems.length > 0) return refusal(422, problems.join('; '));
    const who = { login: 'ana', grants: allGrants, emulatorToken: '' };
    return shim.reply({ method, path, query, headers, body: undefined, who }) ?? refusal(404, 'Not Found');
  };
  return meet(shim.faults.take(method, path, 'api'), work, (reply) => reply);
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function sendJson({ status, headers = {}, body }: Reply, response: ServerResponse): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}
