/** What the app must be told to run. */
export interface BotOptions {
  /** GitHub's number of the App. */
  readonly appId: number;
  /** PEM, of which Node.js can make a key. */
  readonly privateKey: string;
  /** What GitHub signs webhooks with. */
  readonly secret: string;
  /** `https://api.github.com`, or `https://<server>/api/v3` of GitHub Enterprise Server. */
  readonly apiUrl: string;
  /** Where webhooks arrive. */
  readonly webhookPath: string;
}

/** Where Probot has it, and so what most who set up an App expect. */
export const defaultWebhookPath = '/api/github/webhooks';
export const publicApi = 'https://api.github.com';
