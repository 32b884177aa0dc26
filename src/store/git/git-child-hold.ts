import type { ChildProcessWithoutNullStreams } from 'node:child_process';

interface Holdable {
  ref(): unknown;
  unref(): unknown;
}

/** This process does not end as long as the child has something to answer. */
export function hold(child: ChildProcessWithoutNullStreams): void {
  child.ref();
  for (const stream of pipes(child)) stream.ref();
}

/** The child keeps nobody waiting. */
export function release(child: ChildProcessWithoutNullStreams): void {
  child.unref();
  for (const stream of pipes(child)) stream.unref();
}

/** Node's pipes are sockets, which its types do not say. */
function pipes(child: ChildProcessWithoutNullStreams): readonly Holdable[] {
  return [child.stdin, child.stdout, child.stderr].filter(
    (stream): stream is typeof stream & Holdable => 'ref' in stream && 'unref' in stream,
  );
}
