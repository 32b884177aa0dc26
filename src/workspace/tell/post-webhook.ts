import type { Untold } from './incident-teller.ts';

/** Sends JSON to an address; `key` tells a receiver that it has it already. What went wrong does not name the address. */
export type Post = (address: string, body: string, key: string) => Promise<'sent' | Untold>;

const answerMs = 10_000;

/** By HTTP. A receiver that says no will say so again; one that is not there may be there later. */
export const postWebhook: Post = async (address, body, key) => {
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(answerMs),
    });
    if (response.ok) return 'sent';
    const isLater = response.status >= 500 || response.status === 429 || response.status === 408;
    return { kind: isLater ? 'unreachable' : 'refused', why: `answered ${response.status}` };
  } catch (error) {
    // An address that is none throws, too, and its text is a secret.
    const isNone = error instanceof TypeError && !URL.canParse(address);
    return {
      kind: isNone ? 'refused' : 'unreachable',
      why: isNone ? 'has no address in its secret' : 'gave no answer',
    };
  }
};
