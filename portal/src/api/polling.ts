/** Asking again for what may have changed, with the ETag of what is known: an unchanged page costs no body and no re-rendering. */
import { problemOf } from './problem';

interface Known {
  etag: string;
  data: unknown;
}

const MOST_KNOWN = 50;
const known = new Map<string, Known>();

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The data at `address`: the very object of last time when the server says 304. `ask` gets the header to send. */
export async function unchangedOr<T>(
  address: string,
  ask: (headers: Record<string, string>) => Promise<Answer<T>>,
): Promise<T> {
  const before = known.get(address);
  const { data, error, response } = await ask(before ? { 'if-none-match': before.etag } : {});
  if (response.status === 304 && before) return before.data as T;
  if (!response.ok) throw problemOf(response.status, response.headers.get('x-request-id'), error);
  const etag = response.headers.get('etag');
  known.delete(address);
  if (etag) known.set(address, { etag, data });
  if (known.size > MOST_KNOWN) known.delete(known.keys().next().value as string);
  return data as T;
}

/** Nothing is remembered of the person who was signed in before. */
export function forgetAll(): void {
  known.clear();
}
