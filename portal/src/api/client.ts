/** The one place that talks HTTP: typed calls from the gateway's OpenAPI, problems as exceptions, a lost session renewed on the way. */
import createClient from 'openapi-fetch';
import { renewSession } from '@/session/store';
import { OFFLINE, Problem, problemOf } from './problem';
import type { paths } from './schema';

const SESSIONS = '/api/v1/sessions';

/** `fetch`, which after a 401 waits until the person has signed in again (over the very page) and repeats the request. */
async function fetchInSession(request: Request): Promise<Response> {
  const again = request.clone();
  const response = await reach(request);
  if (response.status !== 401 || new URL(request.url).pathname.startsWith(SESSIONS)) return response;
  return (await renewSession()) ? reach(again) : response;
}

async function reach(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Problem(OFFLINE, 0, String(error));
  }
}

export const api = createClient<paths>({ baseUrl: globalThis.location?.origin ?? '', fetch: fetchInSession });

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The data of an answer; throws the `Problem` of any other. */
export async function dataOf<T>(answering: Promise<Answer<T>>): Promise<T> {
  return (await taggedOf(answering)).data;
}

/** The data of an answer with its ETag, for those who change it later. */
export async function taggedOf<T>(answering: Promise<Answer<T>>): Promise<{ data: T; etag: string | null }> {
  const { data, error, response } = await answering;
  if (!response.ok) throw problemOf(response.status, response.headers.get('x-request-id'), error);
  return { data: data as T, etag: response.headers.get('etag') };
}

/** A fresh Idempotency-Key. Keep it for every repeat of the same request, so that it runs once. */
export function newKey(): string {
  return crypto.randomUUID();
}
