import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Probot } from 'probot';
import { BodyReader } from './body-reader.ts';

/** Answers a request; false if it is for somebody else. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

/** As body parsers of web frameworks leave it. */
type MaybeParsed = IncomingMessage & { body?: unknown; rawBody?: unknown };

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
  const refuse = (response: ServerResponse, status: number, why = ''): true => {
    rejected(status);
    response.writeHead(status, { connection: 'close' }).end(why);
    return true;
  };
  return async (request: MaybeParsed, response) => {
    const isOurs = request.method === 'POST' && pathOf(request) === path;
    if (isOurs && isParsed(request)) return refuse(response, 500, 'Segue must come before what parses bodies.\n');
    if (isOurs && request.body === undefined) {
      const body = await bodies.read(request);
      if (body.kind === 'broken') return true;
      if (body.kind === 'refused') return refuse(response, body.status);
      request.body = body.text;
      // Probot says 400 to this as to what is malformed; whoever looks at deliveries wants to know which.
      if (!(await isSigned(probot, body.text, request))) return refuse(response, 401);
    }
    const answered = await middleware(request, response);
    if (answered && response.statusCode >= 400) rejected(response.statusCode);
    return answered;
  };
}

/** Its bytes are gone, and with them what was signed: Probot would wait for them for ever. */
function isParsed({ body, rawBody }: MaybeParsed): boolean {
  return body !== undefined && typeof body !== 'string' && !(rawBody instanceof Uint8Array);
}

async function isSigned(probot: Probot, text: string, { headers }: IncomingMessage): Promise<boolean> {
  const signature = String(headers['x-hub-signature-256'] ?? '');
  return text !== '' && signature !== '' && (await probot.webhooks.verify(text, signature));
}

function pathOf({ url = '/' }: IncomingMessage): string {
  return (url.split('?')[0] ?? '').replace(/(?<=.)\/+$/, '');
}
