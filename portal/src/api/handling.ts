/** Who has a request: taking, assigning, giving back. */
import { api, dataOf, newKey } from './client';
import { Problem } from './problem';
import { ifMatch } from './requests';
import type { TicketSummary } from './types';

/** What became of an attempt to take a request: it is one's own now, or somebody else was faster. */
export type Taken = { isMine: true } | { isMine: false; by: string };

/** A request as it was seen when somebody decided to take it. */
export type Takeable = Pick<TicketSummary, 'number' | 'version' | 'assignee_id'>;

/** Take a request. What else changed on it meanwhile does not matter as long as nobody new has it. */
export async function take(seen: Takeable, ownId: string): Promise<Taken> {
  const { number } = seen;
  try {
    await assign(number, seen.version, null);
    return { isMine: true };
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'stale-version') throw error;
  }
  const { ticket, people } = await dataOf(api.GET('/api/v1/tickets/{number}', { params: { path: { number } } }));
  if (ticket.assignee_id === ownId) return { isMine: true };
  if (ticket.assignee_id && ticket.assignee_id !== seen.assignee_id) return { isMine: false, by: people[ticket.assignee_id]?.name ?? '…' };
  await assign(number, ticket.version, null);
  return { isMine: true };
}

/** Give a request to somebody; none: to oneself. */
export function assign(number: number, version: number, assigneeId: string | null) {
  return dataOf(
    api.PUT('/api/v1/tickets/{number}/assignment', {
      params: { path: { number } },
      headers: { 'Idempotency-Key': newKey(), ...ifMatch(version) },
      body: { assignee_id: assigneeId },
    }),
  );
}

export function unassign(number: number, version: number) {
  return dataOf(
    api.DELETE('/api/v1/tickets/{number}/assignment', { params: { path: { number } }, headers: ifMatch(version) }),
  );
}
