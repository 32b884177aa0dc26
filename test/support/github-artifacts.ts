import { createHash } from 'node:crypto';
import { fieldsOfBody, type Incoming, page, type Reply, refusal } from './github-exchange.ts';
import { Faults } from './github-faults.ts';

/** What a workflow run has kept. */
export interface StoredArtifact {
  readonly id: number;
  readonly name: string;
  readonly workflowRun: number;
  /** Of a fork's workflow it is another than that of the repository. */
  readonly headRepository: number;
  readonly createdAt: string;
  readonly expiresAt: string | undefined;
  readonly zip: Buffer;
  /** As it was finalized. */
  readonly digest: string;
  expired: boolean;
}

interface Upload {
  readonly name: string;
  readonly workflowRun: number;
  readonly expiresAt: string | undefined;
  readonly blocks: Map<string, Buffer>;
  zip: Buffer | undefined;
}

/** An answer that is no JSON of the API: of the storage. */
export interface BlobReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

const service = '/twirp/github.actions.results.api.v1.ArtifactService/';
const storage = '/_blob/';
const ownRepository = 1;

/**
 * Artifacts as GitHub keeps them: jobs speak with the results service by their own token and put blocks into a storage; everybody
 * else finds them by the API. A name is given once in a workflow run, and what was finalized never changes.
 */
export class ArtifactsShim {
  readonly stored: StoredArtifact[] = [];
  /** As an account has it that has used up what it pays for. */
  isFull = false;
  /** As long as it is true the storage keeps other bytes than it gets. */
  isDamaging = false;
  readonly faults = new Faults();
  /** Where it is served. */
  url = '';
  readonly #uploads: Upload[] = [];
  #nextId = 100;

  /** What the runner gives to the job of a workflow run beside the usual. */
  variables(workflowRun = 1): Readonly<Record<string, string>> {
    const claims = { scp: `Actions.Example Actions.Results:${workflowRun}:job-${workflowRun}` };
    const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    return {
      ACTIONS_RESULTS_URL: `${this.url}/`,
      ACTIONS_RUNTIME_TOKEN: `${part({ alg: 'none' })}.${part(claims)}.x`,
      GITHUB_RUN_ID: String(workflowRun),
    };
  }

  /** Keeps one as if a job had. */
  plant(name: string, zip: Buffer, more: Partial<StoredArtifact> = {}): StoredArtifact {
    const artifact: StoredArtifact = {
      id: this.#newId(),
      name,
      workflowRun: 1,
      headRepository: ownRepository,
      createdAt: new Date().toISOString(),
      expiresAt: undefined,
      zip,
      digest: digestOf(zip),
      expired: false,
      ...more,
    };
    this.stored.push(artifact);
    return artifact;
  }

  /** True for paths that are not of the API. */
  owns(path: string): boolean {
    return path.startsWith(service) || path.startsWith(storage);
  }

  serve(method: string, path: string, query: URLSearchParams, token: string | undefined, body: Buffer): BlobReply {
    if (path.startsWith(storage)) return this.#serveBlob(method, Number(path.slice(storage.length)), query, body);
    const workflowRun = workflowRunOf(token);
    if (workflowRun === undefined) return twirp(401, { code: 'unauthenticated', msg: 'no token of a job' });
    return this.#serveCall(path.slice(service.length), workflowRun, fieldsOfBody(JSON.parse(body.toString())));
  }

  #serveCall(name: string, workflowRun: number, fields: Readonly<Record<string, unknown>>): BlobReply {
    const { name: wanted, hash, size, expires_at: expiresAt } = fields;
    if (fields.workflow_run_backend_id !== String(workflowRun))
      return twirp(403, { code: 'permission_denied', msg: '' });
    switch (name) {
      case 'CreateArtifact':
        return this.#create(String(wanted), workflowRun, typeof expiresAt === 'string' ? expiresAt : undefined);
      case 'FinalizeArtifact':
        return this.#finalize(String(wanted), workflowRun, Number(size), hash);
      default:
        return twirp(404, { code: 'bad_route', msg: `no method ${name}` });
    }
  }

  #create(name: string, workflowRun: number, expiresAt: string | undefined): BlobReply {
    if (this.isFull) return twirp(429, { code: 'resource_exhausted', msg: 'insufficient usage to create artifact' });
    if (/["*:<>?|\\/\r\n]/.test(name)) return twirp(400, { code: 'invalid_argument', msg: 'the name is not valid' });
    if (this.#uploads.some((each) => each.name === name && each.workflowRun === workflowRun)) {
      const msg = 'an artifact with this name already exists on the workflow run';
      return twirp(409, { code: 'already_exists', msg });
    }
    const number = this.#uploads.push({ name, workflowRun, expiresAt, blocks: new Map(), zip: undefined });
    return twirp(200, { ok: true, signed_upload_url: `${this.url}${storage}${number}?sig=secret-${number}` });
  }

  #finalize(name: string, workflowRun: number, size: number, hash: unknown): BlobReply {
    const upload = this.#uploads.find((each) => each.name === name && each.workflowRun === workflowRun);
    if (upload?.zip === undefined) return twirp(404, { code: 'not_found', msg: 'nothing was uploaded' });
    const digest = digestOf(upload.zip);
    if (hash !== digest || size !== upload.zip.length)
      return twirp(400, { code: 'invalid_argument', msg: 'the digest differs' });
    const { id } = this.plant(name, upload.zip, { workflowRun, expiresAt: upload.expiresAt });
    return twirp(200, { ok: true, artifact_id: String(id) });
  }

  #serveBlob(method: string, number: number, query: URLSearchParams, body: Buffer): BlobReply {
    if (method === 'GET') return this.#download(number, query);
    const upload = this.#uploads[number - 1];
    if (upload === undefined || query.get('sig') !== `secret-${number}`) return { status: 403 };
    switch (query.get('comp')) {
      case 'block':
        upload.blocks.set(query.get('blockid') ?? '', body);
        break;
      case 'blocklist': {
        const names = [...body.toString().matchAll(/<Latest>([^<]*)<\/Latest>/g)].map(([, name = '']) => name);
        upload.zip = Buffer.concat(names.map((name) => upload.blocks.get(name) ?? Buffer.alloc(0)));
        break;
      }
      default:
        upload.zip = body;
    }
    if (this.isDamaging) upload.zip?.fill(0, 0, 4);
    return { status: 201, headers: { etag: '"1"', 'last-modified': new Date().toUTCString() } };
  }

  #download(id: number, query: URLSearchParams): BlobReply {
    const found = this.stored.find((each) => each.id === id);
    if (found === undefined || query.get('sig') !== `read-${id}`) return { status: 403 };
    return { status: 200, headers: { 'content-type': 'application/zip' }, body: found.zip };
  }

  /** The API's answer; undefined for what is about something else. */
  reply(incoming: Incoming): Reply | undefined {
    const { method, path, query } = incoming;
    const one = /\/actions\/artifacts\/(?<id>\d+)$/.exec(path)?.groups?.id;
    if (method === 'DELETE' && one !== undefined) return this.#remove(Number(one));
    if (method !== 'GET') return undefined;
    const zip = /\/actions\/artifacts\/(?<id>\d+)\/zip$/.exec(path)?.groups?.id;
    if (zip !== undefined) return this.#redirect(Number(zip));
    const run = /\/actions\/runs\/(?<id>\d+)\/artifacts$/.exec(path)?.groups?.id;
    if (run === undefined && !path.endsWith('/actions/artifacts')) return undefined;
    const name = query.get('name');
    const found = this.stored
      .filter((each) => run === undefined || each.workflowRun === Number(run))
      .filter((each) => name === null || each.name === name)
      .toReversed();
    const wrap = (some: readonly unknown[]) => ({ total_count: found.length, artifacts: some });
    return page(
      incoming,
      this.url,
      found.map((each) => this.#shown(each)),
      wrap,
    );
  }

  #newId(): number {
    this.#nextId += 1;
    return this.#nextId;
  }

  #remove(id: number): Reply {
    const at = this.stored.findIndex((each) => each.id === id);
    if (at < 0) return refusal(404, 'Not Found');
    this.stored.splice(at, 1);
    return { status: 204 };
  }

  #redirect(id: number): Reply {
    const found = this.stored.find((each) => each.id === id);
    if (found === undefined) return refusal(404, 'Not Found');
    if (found.expired) return refusal(410, 'Artifact has expired');
    return { status: 302, headers: { location: `${this.url}${storage}${id}?sig=read-${id}` } };
  }

  #shown({
    id,
    name,
    zip,
    digest,
    createdAt,
    expiresAt,
    expired,
    workflowRun,
    headRepository,
  }: StoredArtifact): object {
    return {
      id,
      name,
      size_in_bytes: zip.length,
      digest,
      expired,
      created_at: createdAt,
      expires_at: expiresAt ?? null,
      workflow_run: {
        id: workflowRun,
        repository_id: ownRepository,
        head_repository_id: headRepository,
        head_branch: 'main',
        head_sha: '0'.repeat(40),
      },
    };
  }
}

export function digestOf(zip: Buffer): string {
  return `sha256:${createHash('sha256').update(zip).digest('hex')}`;
}

function workflowRunOf(token: string | undefined): number | undefined {
  const claims = token?.split('.')[1];
  if (claims === undefined) return undefined;
  const { scp } = fieldsOfBody(JSON.parse(Buffer.from(claims, 'base64url').toString()));
  const run = /Actions\.Results:(\d+):/.exec(String(scp))?.[1];
  return run === undefined ? undefined : Number(run);
}

function twirp(status: number, body: object): BlobReply {
  const json = Buffer.from(JSON.stringify(body));
  return { status, headers: { 'content-type': 'application/json' }, body: json };
}
