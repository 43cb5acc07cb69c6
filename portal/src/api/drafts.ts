import { api, dataOf } from './client';
import { Problem } from './problem';
import type { components } from './schema';
import type { Draft, DraftKind } from './types';

/** What is being written, as it is saved. */
export type DraftContent = Pick<
  components['schemas']['DraftView'],
  'subject' | 'body_html' | 'category' | 'priority' | 'file_ids' | 'info_items' | 'on_behalf_of'
>;

export interface Saved {
  id: string;
  version: number;
  updatedAt: string;
}

/** The newest own draft of the first of these kinds that has one, about a request or about none. */
export async function findDraft(kinds: DraftKind[], number: number | null): Promise<Draft | null> {
  const query = number === null ? { limit: 50 } : { number, limit: 50 };
  const { items } = await dataOf(api.GET('/api/v1/drafts', { params: { query } }));
  for (const kind of kinds) {
    const found = items.find((draft) => draft.kind === kind && draft.number === number);
    if (found) return getDraft(found.id);
  }
  return null;
}

/** Of which kinds there are own drafts about a request. */
export async function draftKinds(number: number): Promise<DraftKind[]> {
  const { items } = await dataOf(api.GET('/api/v1/drafts', { params: { query: { number, limit: 50 } } }));
  return items.map((draft) => draft.kind);
}

export function getDraft(id: string): Promise<Draft> {
  return dataOf(api.GET('/api/v1/drafts/{draft_id}', { params: { path: { draft_id: id } } }));
}

export async function createDraft(kind: DraftKind, number: number | null, content: DraftContent, key: string): Promise<Saved> {
  const headers = { 'Idempotency-Key': key };
  const view = await dataOf(api.POST('/api/v1/drafts', { body: { kind, number, ...content }, headers }));
  return { id: view.id, version: view.version, updatedAt: view.updated_at };
}

export async function saveDraft(saved: Saved, kind: DraftKind, number: number | null, content: DraftContent): Promise<Saved> {
  const view = await dataOf(
    api.PUT('/api/v1/drafts/{draft_id}', {
      params: { path: { draft_id: saved.id } },
      headers: { 'If-Match': `"${saved.version}.0"` },
      body: { kind, number, ...content },
    }),
  );
  return { id: view.id, version: view.version, updatedAt: view.updated_at };
}

/** Delete a draft; one that is gone already is no error. */
export async function discardDraft(id: string): Promise<void> {
  try {
    await dataOf(api.DELETE('/api/v1/drafts/{draft_id}', { params: { path: { draft_id: id } } }));
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 404) throw error;
  }
}
