import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Problem } from '../diagnostic/problem.ts';
import type { BotLog } from './bot-log.ts';
import { wordsOf } from './bot-log.ts';
import type { Address } from './read-options.ts';
import type { Handler } from './webhook-door.ts';

export interface BotServer {
  /** As people can open it. */
  readonly url: string;
  /** Takes no requests any more; resolves when those that are under way are answered. */
  close(): Promise<void>;
  /** Ends those, too: nobody is there any more who would do what they ask. */
  cut(): void;
}

/** GitHub sends a webhook within ten seconds, or not at all. */
const requestMs = 30_000;
const mostConnections = 1_000;

/** Serves the handlers, each of which may leave a request to the next. @throws {Problem} SG973 */
export async function serve(handlers: readonly Handler[], address: Address, log: BotLog): Promise<BotServer> {
  const server = createServer((request, response) => {
    handle(handlers, request, response).catch((error) => {
      log.error('A bug of Segue ended a request.', { why: wordsOf(error) });
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  server.requestTimeout = requestMs;
  server.headersTimeout = requestMs;
  server.maxConnections = mostConnections;
  await listen(server, address);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${address.host.includes(':') ? `[${address.host}]` : address.host}:${port}`,
    close: () => close(server),
    cut: () => server.closeAllConnections(),
  };
}

async function handle(handlers: readonly Handler[], request: IncomingMessage, response: ServerResponse): Promise<void> {
  for (const handler of handlers) if (await handler(request, response)) return;
  response.writeHead(404, { 'content-type': 'text/plain' }).end('Nothing is here.\n');
}

function listen(server: Server, { host, port }: Address): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      const help = 'Choose another one by PORT, or end what listens there.';
      reject(
        new Problem('SG973', `${host}:${port} cannot be listened on: ${error.message}.`, help, 1, { cause: error }),
      );
    });
    server.listen(port, host, resolve);
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}
