import { afterEach, expect, test, vi } from 'vitest';
import { take } from './handling';

/** A request at version 2, with this assignee: what is based on version 1 is stale. */
function server(assignee_id: string | null) {
  const assigned: (string | null)[] = [];
  vi.stubGlobal('fetch', (request: Request) => {
    if (request.method === 'GET') return Promise.resolve(Response.json({ ticket: { number: 7, version: 2, assignee_id }, people: { radu: { name: 'Radu Mărginean' } } }));
    const base = request.headers.get('if-match');
    if (base !== '"2.0"') return Promise.resolve(Response.json({ code: 'stale-version', request_id: 'r' }, { status: 412 }));
    assigned.push(base);
    return Promise.resolve(Response.json({}));
  });
  return assigned;
}

afterEach(() => void vi.unstubAllGlobals());

test('a request is taken from the colleague who was seen to have it, whatever else changed', async () => {
  const assigned = server('radu');
  expect(await take({ number: 7, version: 1, assignee_id: 'radu' }, 'elena')).toEqual({ isMine: true });
  expect(assigned).toHaveLength(1);
});

test('a request that somebody took meanwhile is left to them', async () => {
  const assigned = server('radu');
  expect(await take({ number: 7, version: 1, assignee_id: null }, 'elena')).toEqual({ isMine: false, by: 'Radu Mărginean' });
  expect(assigned).toHaveLength(0);
});
