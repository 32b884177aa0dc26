import type { Probot } from 'probot';
import { GithubFailure } from '../github/failure.ts';
import { forgeLimits } from '../report/forge/forge-limits.ts';
import { listOf, object, type Shape, ShapeError, text } from '../store/codec/shape.ts';
import { asked } from './app-access.ts';
import { eventName } from './webhook-event.ts';

/** A webhook that GitHub has sent, or tried to. */
export interface SentDelivery {
  /** Of this try. */
  readonly id: string;
  /** Of the webhook; the same in each try, and in the header `X-GitHub-Delivery`. */
  readonly guid: string;
  readonly event: string;
  readonly action?: string;
  /** Milliseconds since the epoch, by GitHub's clock. */
  readonly sentAt: number;
  /** Somebody has said that they have it. */
  readonly isAnswered: boolean;
}

/** The newest first. */
export interface DeliveryPage {
  readonly deliveries: readonly SentDelivery[];
  /** Where older ones are; absent at the end. */
  readonly next?: string;
}

/** What GitHub has sent to the App, of all its installations, for three days. Everything throws `GithubFailure`. */
export interface AppDeliveries {
  /** @param cursor `next` of another page; absent: the newest. */
  list(cursor?: string): Promise<DeliveryPage>;
  /** What was sent; undefined if GitHub has it no more. */
  payload(id: string): Promise<unknown>;
}

const pageShape = listOf(
  object({
    id: wholeNumber,
    guid: eventName,
    event: eventName,
    action: orNull(eventName),
    delivered_at: text(40),
    status_code: status,
  }),
  forgeLimits.pageSize,
);
const deliveryShape = object({ request: object({ payload: (value: unknown) => value }) });

export function appDeliveries(probot: Pick<Probot, 'auth'>): AppDeliveries {
  return {
    list: (cursor) =>
      asked(async () => {
        const from = cursor === undefined ? {} : { cursor };
        const octokit = await probot.auth();
        const route = 'GET /app/hook/deliveries';
        const { data, headers } = await octokit.request(route, { per_page: forgeLimits.pageSize, ...from });
        const next = nextCursor(headers.link);
        return { deliveries: pageShape(data).flatMap(sentOf), ...(next === undefined ? {} : { next }) };
      }),
    payload: (id) =>
      asked(async () => {
        // As text: such numbers may be larger than JavaScript's.
        const route = `GET /app/hook/deliveries/${id}` as const;
        const { data } = await (await probot.auth()).request(route);
        return deliveryShape(data).request.payload ?? undefined;
      }).catch(ifGone),
  };
}

function sentOf(each: ReturnType<typeof pageShape>[number]): readonly SentDelivery[] {
  const { id, guid, event, action, status_code: code } = each;
  const sentAt = Date.parse(each.delivered_at);
  if (Number.isNaN(sentAt)) return [];
  const isAnswered = code >= 200 && code < 300;
  return [{ id, guid, event, sentAt, isAnswered, ...(action === null ? {} : { action }) }];
}

/** GitHub says where a list goes on in a header alone. */
function nextCursor(link: string | undefined): string | undefined {
  const next = /<(?<url>[^<>]+)>;\s*rel="next"/.exec(link ?? '')?.groups?.url;
  return next === undefined ? undefined : (new URL(next).searchParams.get('cursor') ?? undefined);
}

function ifGone(error: unknown): undefined {
  if (error instanceof GithubFailure && (error.status === 404 || error.status === 410)) return undefined;
  throw error;
}

/** octokit gives those beyond 2^53 as bigints. */
function wholeNumber(value: unknown): string {
  if (typeof value === 'bigint' || Number.isSafeInteger(value)) return String(value);
  throw new ShapeError('is not a whole number');
}

/** Zero, or nothing, where nobody has answered. */
function status(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

function orNull<T>(shape: Shape<T>): Shape<T | null> {
  return (value) => (value === null ? null : shape(value));
}
