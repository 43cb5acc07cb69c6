import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DraftContent, Saved } from '@/api/drafts';
import { Problem } from '@/api/problem';
import type { Draft } from '@/api/types';
import { DraftKeeper, EMPTY, filesOf } from './DraftKeeper';

const text = (body_html: string): DraftContent => ({ ...EMPTY, body_html });

/** A server that keeps drafts, and can be made to fail. */
function server() {
  const kept = { content: null as DraftContent | null, version: 0, writes: 0, problem: null as Problem | null, isMine: true, keys: [] as string[] };
  const write = (content: DraftContent): Promise<Saved> => {
    kept.writes += 1;
    if (kept.problem) return Promise.reject(kept.problem);
    kept.content = content;
    kept.version += 1;
    return Promise.resolve({ id: 'd1', version: kept.version, updatedAt: '2026-11-24T08:42:00Z' });
  };
  const store = {
    createDraft: (_kind: unknown, _number: unknown, content: DraftContent, key: string) => {
      kept.keys.push(key);
      return write(content);
    },
    saveDraft: (saved: Saved, _kind: unknown, _number: unknown, content: DraftContent) =>
      saved.version === kept.version ? write(content) : Promise.reject(new Problem('stale-version', 412, '')),
    getDraft: () => Promise.resolve({ ...EMPTY, ...kept.content, id: 'd1', version: kept.version, updated_at: '2026-11-24T08:40:00Z' } as Draft),
    discardDraft: () => (kept.problem ? Promise.reject(kept.problem) : Promise.resolve(void (kept.content = null))),
  };
  return { kept, keeper: new DraftKeeper('ticket', null, store, () => kept.isMine) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a draft', () => {
  it('that was found is not written over by a form that does not show it yet', async () => {
    const { kept, keeper } = server();
    const found = { ...EMPTY, body_html: '<p>ieri</p>', id: 'd1', version: 0, updated_at: '2026-11-23T08:40:00Z' } as Draft;
    keeper.change(EMPTY); // the form, before anything was found
    keeper.resume(found);
    expect(keeper.hasUnsaved).toBe(false); // leaving at once asks nothing
    await keeper.flush(); // and the page goes away
    expect(kept.writes).toBe(0);
  });

  it('is saved once the person pauses, and not while nothing is written', async () => {
    const { kept, keeper } = server();
    keeper.change(EMPTY);
    expect(keeper.hasUnsaved).toBe(false); // leaving the page asks nothing
    keeper.change(text('<p>a</p>'));
    expect(keeper.hasUnsaved).toBe(true);
    keeper.change(text('<p>ab</p>'));
    await vi.runAllTimersAsync();
    expect([kept.writes, kept.content?.body_html]).toEqual([1, '<p>ab</p>']);
    expect(keeper.snapshot().state).toBe('saved');
  });

  it('is saved again after a failure, with what is written by then', async () => {
    const { kept, keeper } = server();
    kept.problem = new Problem('unavailable', 503, '');
    keeper.change(text('<p>a</p>'));
    await vi.advanceTimersByTimeAsync(1600);
    expect([keeper.snapshot().state, keeper.hasUnsaved]).toEqual(['failed', true]);
    kept.problem = null;
    await vi.advanceTimersByTimeAsync(5100);
    expect([keeper.snapshot().state, keeper.hasUnsaved, kept.content?.body_html]).toEqual(['saved', false, '<p>a</p>']);
  });

  it('that was refused says why, and is tried again when it has changed', async () => {
    const { kept, keeper } = server();
    kept.problem = new Problem('too-many-drafts', 409, '');
    keeper.change(text('<p>a</p>'));
    await vi.runAllTimersAsync();
    expect([kept.writes, keeper.snapshot()]).toEqual([1, { state: 'refused', problem: kept.problem }]);
    kept.problem = null;
    keeper.change(text('<p>ab</p>'));
    await vi.runAllTimersAsync();
    expect([kept.writes, keeper.snapshot().state]).toEqual([2, 'saved']);
  });

  it('is not saved to the account of who signed in after its writer', async () => {
    const { kept, keeper } = server();
    kept.problem = new Problem('unavailable', 503, '');
    keeper.change(text('<p>a</p>'));
    await vi.advanceTimersByTimeAsync(1600);
    kept.isMine = false;
    kept.problem = null;
    await vi.runAllTimersAsync();
    expect([kept.writes, keeper.hasUnsaved]).toEqual([1, false]);
  });

  it('is made once, however often that has to be tried; and anew when it is gone', async () => {
    const { kept, keeper } = server();
    kept.problem = new Problem('offline', 0, '');
    keeper.change(text('<p>a</p>'));
    await vi.advanceTimersByTimeAsync(7000);
    expect([kept.keys.length, new Set(kept.keys).size]).toEqual([2, 1]);
    kept.problem = null;
    await vi.runAllTimersAsync();
    kept.problem = new Problem('not-found', 404, '');
    keeper.change(text('<p>ab</p>'));
    await vi.advanceTimersByTimeAsync(1600);
    kept.problem = null;
    keeper.change(text('<p>a</p> '));
    keeper.change(text('<p>a</p>'));
    await vi.runAllTimersAsync();
    expect(new Set(kept.keys).size).toBe(2);
  });

  it('that another device changed is not overwritten until the person says so', async () => {
    const { kept, keeper } = server();
    keeper.change(text('<p>mine</p>'));
    await vi.runAllTimersAsync();
    kept.content = text('<p>theirs</p>');
    kept.version += 1;
    keeper.change(text('<p>mine, longer</p>'));
    await vi.runAllTimersAsync();
    expect(keeper.snapshot().state).toBe('conflict');
    expect(kept.content.body_html).toBe('<p>theirs</p>');
    keeper.keepMine();
    await vi.runAllTimersAsync();
    expect([keeper.snapshot().state, kept.content.body_html]).toEqual(['saved', '<p>mine, longer</p>']);
  });

  it('keeps its files while they cannot be shown', () => {
    const found = { ...EMPTY, file_ids: ['f1', 'f2'], files: { f1: { id: 'f1', name: 'a.txt', size: 3 } } } as unknown as Draft;
    expect(filesOf({ ...found, missing: ['files'] }).map((file) => file.id)).toEqual(['f1', 'f2']);
    expect(filesOf({ ...found, missing: [] }).map((file) => file.id)).toEqual(['f1']);
  });

  it('that could not be deleted is saved further', async () => {
    const { kept, keeper } = server();
    keeper.change(text('<p>a</p>'));
    await keeper.flush();
    kept.problem = new Problem('unavailable', 503, '');
    await expect(keeper.discard()).rejects.toBe(kept.problem);
    kept.problem = null;
    keeper.change(text('<p>ab</p>'));
    await vi.runAllTimersAsync();
    expect(kept.content?.body_html).toBe('<p>ab</p>');
  });

  it('is left alone once it was sent', async () => {
    const { kept, keeper } = server();
    keeper.change(text('<p>a</p>'));
    await keeper.flush();
    await keeper.end();
    keeper.change(text('<p>ab</p>'));
    await vi.runAllTimersAsync();
    expect(kept.writes).toBe(1);
  });
});
