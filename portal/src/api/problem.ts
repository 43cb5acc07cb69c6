import type { components } from './schema';

export type ProblemBody = components['schemas']['Problem'];
export interface FieldError {
  pointer: string;
  detail: string;
}

/** No answer at all: the network is away, or the answer was none of ours. */
export const OFFLINE = 'offline';
/** Something between us and the gateway answered (a proxy), or the gateway broke. */
const INTERNAL = 'internal';

/** An error of the API (RFC 9457), or of the way to it. `code` is stable; `extra` has the facts that some codes carry. */
export class Problem extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    readonly detail: string,
    readonly requestId: string | null = null,
    readonly fields: FieldError[] = [],
    readonly extra: Record<string, unknown> = {},
  ) {
    super(`${code}: ${detail}`);
  }
}

/** The problem in an answer that is not a success; also when it is no problem document (a proxy's page). */
export function problemOf(status: number, requestId: string | null, body: unknown): Problem {
  if (!isProblemBody(body)) return new Problem(status === 503 || status === 504 || status === 502 ? 'unavailable' : INTERNAL, status, '', requestId);
  return new Problem(body.code, status, body.detail, body.request_id, body.errors, body);
}

/** What was thrown, as a problem. A `TypeError` is how `fetch` says that there was no answer. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  return new Problem(thrown instanceof TypeError ? OFFLINE : INTERNAL, 0, String(thrown));
}

function isProblemBody(body: unknown): body is ProblemBody {
  return typeof body === 'object' && body !== null && 'code' in body && 'request_id' in body;
}
