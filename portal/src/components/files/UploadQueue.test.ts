import { describe, expect, it } from 'vitest';
import { Problem } from '@/api/problem';
import type { FileInfo } from '@/api/types';
import { UploadQueue } from './UploadQueue';

function file(name: string, size = 10): File {
  return new File([new Uint8Array(size)], name);
}

/** Uploads that end when the test says so. */
function controlled() {
  const begun: { file: File; progress: (sent: number) => void; succeed: () => void; fail: (p: Problem) => void; cancelled: boolean }[] = [];
  const queue = new UploadQueue((source, progress) => {
    const one = { file: source, progress, succeed: () => {}, fail: (() => {}) as (problem: Problem) => void, cancelled: false };
    const done = new Promise<FileInfo>((resolve, reject) => {
      one.succeed = () => resolve({ id: `id-${source.name}` } as FileInfo);
      one.fail = reject;
    });
    begun.push(one);
    return { done, cancel: () => (one.cancelled = true) };
  });
  return { queue, begun };
}

describe('the files of a submission', () => {
  it('are three at most; others say why they were refused', () => {
    const { queue } = controlled();
    queue.add([file('a'), file('b'), file('c'), file('d'), file('empty', 0), file('x'.repeat(201)), file('big', 26_300_000)]);
    expect(queue.snapshot().slots.map((slot) => slot.name)).toEqual(['a', 'b', 'c']);
    expect(queue.snapshot().refused.map((refusal) => refusal.reason)).toEqual(['tooMany', 'empty', 'nameTooLong', 'tooLarge']);
  });

  it('tell when all are stored', async () => {
    const { queue, begun } = controlled();
    queue.add([file('a'), file('b')]);
    const settled = queue.whenSettled();
    begun[0]?.progress(7);
    expect(queue.snapshot().slots[0]?.sent).toBe(7);
    begun[0]?.succeed();
    begun[1]?.succeed();
    expect(await settled).toBe(true);
    expect(queue.fileIds).toEqual(['id-a', 'id-b']);
  });

  it('wait for a picture until it stands in the text', async () => {
    const { queue, begun } = controlled();
    const order: string[] = [];
    const put = queue.picture(file('p')).then(() => order.push('put'));
    const sent = queue.whenSettled().then(() => order.push('sent'));
    begun[0]?.succeed();
    await Promise.all([put, sent]);
    expect(order).toEqual(['put', 'sent']);
  });

  it('keep their slot when they fail, and can be tried again', async () => {
    const { queue, begun } = controlled();
    queue.add([file('a')]);
    begun[0]?.fail(new Problem('store-unavailable', 503, ''));
    expect(await queue.whenSettled()).toBe(false);
    expect(queue.snapshot().slots[0]?.problem?.code).toBe('store-unavailable');
    queue.retry(queue.snapshot().slots[0]?.key ?? 0);
    begun[1]?.succeed();
    expect(await queue.whenSettled()).toBe(true);
  });

  it('are stopped when they are taken out', () => {
    const { queue, begun } = controlled();
    queue.add([file('a')]);
    queue.remove(queue.snapshot().slots[0]?.key ?? 0);
    expect(begun[0]?.cancelled).toBe(true);
    expect(queue.snapshot().slots).toEqual([]);
  });
});
