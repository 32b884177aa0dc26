import type { Post } from '../../../src/workspace/tell/post-webhook.ts';
import { stage } from '../stage.ts';

/** To whom a message goes is no process's business. */
export const postWebhook: Post = (address, body, key) => stage().forge.post(address, body, key);
