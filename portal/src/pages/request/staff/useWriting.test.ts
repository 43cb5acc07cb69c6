import { act, renderHook } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import * as drafts from '@/api/drafts';
import { Problem } from '@/api/problem';
import { uploadFile } from '@/api/upload';
import type { FileInfo, User } from '@/api/types';
import { signedIn } from '@/session/store';
import { useWriting } from './useWriting';

vi.mock('@/api/drafts');
vi.mock('@/api/upload', () => ({ CANCELLED: 'cancelled', uploadFile: vi.fn() }));

const SAVED = { id: 'd1', version: 1, updatedAt: '2026-11-24T08:42:00Z' };
let stored: (file: FileInfo) => void = () => undefined;

beforeEach(() => {
  signedIn({ id: 'u1' } as User);
  vi.mocked(drafts.findDraft).mockResolvedValue(null);
  vi.mocked(drafts.createDraft).mockResolvedValue(SAVED);
  vi.mocked(drafts.saveDraft).mockResolvedValue(SAVED);
  vi.mocked(uploadFile).mockReturnValue({ done: new Promise((resolve) => (stored = resolve)), cancel: () => undefined });
});

async function writing() {
  const { result } = renderHook(() => useWriting('reply', 10482));
  await vi.waitFor(() => expect(result.current.isBegun).toBe(true));
  act(() => result.current.setBody('<p>before</p>'));
  act(() => result.current.queue.add([new File(['x'], 'a.txt')]));
  return result;
}

test('what was written while a file was on its way is sent', async () => {
  const result = await writing();
  const post = vi.fn(() => Promise.resolve());
  let sending = Promise.resolve(false);
  act(() => void (sending = result.current.send(post, () => true)));
  act(() => result.current.setBody('<p>after</p>'));
  await act(async () => {
    stored({ id: 'f1' } as FileInfo);
    expect(await sending).toBe(true);
  });
  expect(post).toHaveBeenCalledWith({ body_html: '<p>after</p>', file_ids: ['f1'], draft_id: 'd1' }, [], expect.anything());
});

test('a file that was not uploaded is told instead of sending nothing', async () => {
  vi.mocked(uploadFile).mockImplementation(() => ({ done: Promise.reject(new Problem('offline', 0, '')), cancel: () => undefined }));
  const result = await writing();
  await act(async () => expect(await result.current.send(vi.fn(), () => true)).toBe(false));
  expect(result.current.problem?.code).toBe('upload-failed');
});

test('what became incomplete meanwhile is not sent', async () => {
  const result = await writing();
  const post = vi.fn(() => Promise.resolve());
  let sending = Promise.resolve(false);
  act(() => void (sending = result.current.send(post, Boolean)));
  act(() => result.current.setBody(''));
  await act(async () => {
    stored({ id: 'f1' } as FileInfo);
    expect(await sending).toBe(false);
  });
  expect(post).not.toHaveBeenCalled();
});
