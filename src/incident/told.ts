import type { Instant } from '../run/document.ts';

/** What people have been told of an incident: what stands here is not told again. */
export interface ToldIncident {
  readonly issue?: { readonly id: number; readonly url: string };
  /** Somebody is about to ask for it, and may die before he can note that it is there. */
  readonly asking?: true;
  /** It was asked for without an answer: it may be there. */
  readonly asked?: true;
  /** Since then there may be a second issue, of a request that GitHub carries out late. */
  readonly mayBeTwice?: Instant;
  /** Digest of the newest issue page that was accepted. */
  readonly page?: string;
  /** That page was of one that has recovered, whose issue is closed. */
  readonly closed?: true;
  /** The newest that was not, and how often in this opening. */
  readonly refused?: RefusedPage;
  /** By key of the change. */
  readonly comments: Readonly<Record<string, ToldComment>>;
  /** Keys of messages that went out, or that nobody needs any more. */
  readonly messages: readonly string[];
}

export interface RefusedPage {
  readonly page: string;
  readonly why: string;
  readonly times: number;
  /** Number of the opening; a new one is tried anew. */
  readonly opening: number;
  readonly at: Instant;
}

/** `page`: the issue said it when it was made. `mayBeTwice` as of the issue. */
export type ToldComment =
  | { readonly id: number; readonly mayBeTwice?: Instant }
  | { readonly refused: string }
  | { readonly page: true };

export const nothingTold: ToldIncident = { comments: {}, messages: [] };
