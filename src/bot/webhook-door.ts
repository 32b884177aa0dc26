import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Probot } from 'probot';
import { BodyReader } from './body-reader.ts';

/** Answers a request; false if it is for somebody else. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

/** As body parsers of web frameworks leave it. */
type MaybeParsed = IncomingMessage & { body?: unknown };

export interface WebhookDoorOptions {
  readonly path: string;
  /** Told of a delivery that GitHub has signed; it must take no time. */
  readonly receive: (id: string, name: string, payload: unknown) => void;
  /** Told of a request that was refused: not signed with our secret, not what a webhook looks like. */
  readonly rejected: (status: number) => void;
}

/** Where webhooks come in: Probot checks who has signed them, and GitHub is answered before anything is done. */
export async function webhookDoor(probot: Probot, { path, receive, rejected }: WebhookDoorOptions): Promise<Handler> {
  probot.onAny(async ({ id, name, payload }) => receive(id, name, payload));
  const middleware = await probot.getNodeMiddleware({ path });
  const bodies = new BodyReader();
  return async (request: MaybeParsed, response) => {
    if (request.method === 'POST' && pathOf(request) === path && request.body === undefined) {
      const body = await bodies.read(request);
      if (body.kind === 'broken') return true;
      if (body.kind === 'refused') {
        rejected(body.status);
        response.writeHead(body.status, { connection: 'close' }).end();
        return true;
      }
      request.body = body.text;
    }
    const answered = await middleware(request, response);
    if (answered && response.statusCode >= 400) rejected(response.statusCode);
    return answered;
  };
}

function pathOf({ url = '/' }: IncomingMessage): string {
  return (url.split('?')[0] ?? '').replace(/(?<=.)\/+$/, '');
}
