/** What consultants say on a request: answers to the customer, and notes for the team. */
import { api, dataOf, newKey } from './client';
import { ifMatch } from './requests';
import type { InfoItem } from './types';

export interface Said {
  body_html: string;
  file_ids: string[];
  draft_id: string | null;
}

export type AnswerKind = 'reply' | 'info_request' | 'resolution';

/** A reply, a request for information or the resolution (P9). */
export function addAnswer(number: number, kind: AnswerKind, said: Said, infoItems: string[], key: string) {
  return dataOf(
    api.POST('/api/v1/tickets/{number}/answers', {
      params: { path: { number } },
      headers: { 'Idempotency-Key': key },
      body: { kind, info_items: infoItems, ...said },
    }),
  );
}

/** A note that the customer never sees. */
export function addNote(number: number, said: Said, key: string) {
  return dataOf(
    api.POST('/api/v1/tickets/{number}/notes', {
      params: { path: { number } },
      headers: { 'Idempotency-Key': key },
      body: said,
    }),
  );
}

export function changeInfoItem(number: number, version: number, itemId: string, state: InfoItem['state']) {
  return dataOf(
    api.PATCH('/api/v1/tickets/{number}/info-items/{item_id}', {
      params: { path: { number, item_id: itemId } },
      headers: { 'Idempotency-Key': newKey(), ...ifMatch(version) },
      body: { state },
    }),
  );
}
