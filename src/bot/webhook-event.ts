import { integer, object, optional, type Shape, ShapeError, text } from '../store/codec/shape.ts';
import type { RepositoryAddress } from './repository-address.ts';

/** A webhook that GitHub has signed. What it says is GitHub's word, but much in it is the words of strangers. */
export interface WebhookEvent {
  /** Of the delivery; one that is sent again has the same. */
  readonly id: string;
  /** `pull_request`, `issue_comment`, … */
  readonly name: string;
  /** `opened`, `created`, …; some events have none. */
  readonly action?: string;
  /** Where it happened, if the App is installed there. */
  readonly at?: RepositoryAddress;
  /** To be read by a shape (`readPayload`). */
  readonly payload: unknown;
  /** Absent for what has just arrived. */
  readonly found?: Found;
}

/** Of a webhook that was found in GitHub's list of what was sent, since nobody had heard it. In milliseconds since the epoch, by GitHub's clock. */
export interface Found {
  readonly sentAt: number;
  /** No earlier than `sentAt`, nor than that of any other that was found before. */
  readonly newestAt: number;
}

/** Longest of what GitHub allows for names of accounts, repositories and branches, with room to spare. */
export const eventName = text(1_000);
export const eventNumber = integer(1, Number.MAX_SAFE_INTEGER);

const actionShape = object({ action: optional(eventName) });
const placeShape = object({
  installation: object({ id: eventNumber }),
  repository: object({ name: eventName, owner: object({ login: eventName }), default_branch: eventName }),
});

/** Reads what all events have in common. Never throws: what cannot be read is left out. */
export function webhookEvent(id: string, name: string, payload: unknown, found?: Found): WebhookEvent {
  const action = readPayload(payload, actionShape)?.action;
  const place = readPayload(payload, placeShape);
  return {
    id,
    name,
    payload,
    ...(action === undefined ? {} : { action }),
    ...(place === undefined ? {} : { at: addressOf(place) }),
    ...(found === undefined ? {} : { found }),
  };
}

/** The parts of a payload that a shape names; absent if they are not as it says. */
export function readPayload<T>(payload: unknown, shape: Shape<T>): T | undefined {
  try {
    return shape(payload);
  } catch (error) {
    if (error instanceof ShapeError) return undefined;
    throw error;
  }
}

function addressOf({ installation, repository }: ReturnType<typeof placeShape>): RepositoryAddress {
  const { name, owner, default_branch: defaultBranch } = repository;
  return { installation: installation.id, owner: owner.login, name, defaultBranch };
}
