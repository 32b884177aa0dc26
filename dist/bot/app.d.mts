import type { IncomingMessage, ServerResponse } from 'node:http';

export interface SegueOptions {
  /** GitHub's number of the App. */
  readonly appId: number | string;
  /** PEM, or the same in base64. */
  readonly privateKey: string;
  /** What GitHub signs webhooks with; 16 characters or more. */
  readonly secret: string;
  /** Default: `https://api.github.com`; of GitHub Enterprise Server `https://<server>/api/v3`. */
  readonly apiUrl?: string;
  /** Default: `/api/github/webhooks`. */
  readonly webhookPath?: string;
}

export interface SegueMiddleware {
  /** Answers webhooks, true then; leaves everything else to `next`. */
  (request: IncomingMessage, response: ServerResponse, next?: () => void): Promise<boolean>;
  /** In the text format of Prometheus. */
  metrics(): Promise<string>;
  /** Ends when nothing is under way any more. */
  stop(): Promise<void>;
}

/** Throws a problem with a `code`: SG970, SG971 for what is missing, SG972 if GitHub does not take the key. */
export function createSegueMiddleware(options: SegueOptions): Promise<SegueMiddleware>;
