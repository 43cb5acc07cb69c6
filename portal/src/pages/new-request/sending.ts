import { api, dataOf } from '@/api/client';
import type { components } from '@/api/schema';

type Body = { subject: string; body_html: string; category: string | null; priority: components['schemas']['Priority']; file_ids: string[]; draft_id: string | null; on_behalf_of?: string | null };

/** Record a request (P4), or one linked to a closed one (P7); returns its number. */
export async function sendRequest(body: Body, follows: number | null, key: string): Promise<number> {
  const headers = { 'Idempotency-Key': key };
  const answering =
    follows === null
      ? api.POST('/api/v1/tickets', { body, headers })
      : api.POST('/api/v1/tickets/{number}/follow-ups', { params: { path: { number: follows } }, body, headers });
  return (await dataOf(answering)).number;
}
