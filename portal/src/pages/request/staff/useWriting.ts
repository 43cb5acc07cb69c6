import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { Said } from '@/api/answers';
import { Keys } from '@/api/keys';
import { asProblem, Problem } from '@/api/problem';
import type { Draft, DraftKind } from '@/api/types';
import { EMPTY, filesOf } from '@/components/draft/DraftKeeper';
import { useDraft } from '@/components/draft/useDraft';
import { useNewest } from '@/components/draft/useNewest';
import { UploadQueue } from '@/components/files/UploadQueue';

export type Phase = 'writing' | 'waiting' | 'sending';

/** A text with files (and items that are asked for) of one kind: kept as a draft of its own, sent once. */
export function useWriting(kind: DraftKind, number: number) {
  const { keeper, status, found } = useDraft([kind], number);
  const [queue] = useState(() => new UploadQueue());
  const [body, setBody, newestBody] = useNewest('');
  const [items, setItems, newestItems] = useNewest<string[]>(['']);
  const [text, setText] = useState({ round: 0, html: '' });
  const [problem, setProblem] = useState<Problem | null>(null);
  const [phase, setPhase] = useState<Phase>('writing');
  const isSending = useRef(false);
  const keys = useRef(new Keys());
  const { slots } = useSyncExternalStore(queue.subscribe, queue.snapshot);
  const fileIds = slots.flatMap((slot) => (slot.fileId ? [slot.fileId] : [])).join(' ');
  const ids = useMemo(() => (fileIds ? fileIds.split(' ') : []), [fileIds]);

  const begin = useCallback(
    (draft: Draft) => {
      setBody(draft.body_html);
      setItems(draft.info_items.length ? draft.info_items : ['']);
      setText((before) => ({ round: before.round + 1, html: draft.body_html }));
      queue.clear();
      queue.restore(filesOf(draft));
    },
    [queue, setBody, setItems],
  );

  useEffect(() => {
    // oxlint-disable-next-line react/set-state-in-effect -- the draft comes from the server, once
    if (found) begin(found);
  }, [found, begin]);

  const wanted = useMemo(() => wantedOf(items), [items]);
  // What is empty because the draft is not in the form yet must not be saved over it.
  const isBegun = found !== undefined && (found === null || text.round > 0);
  useEffect(() => {
    if (isBegun) keeper.change({ ...EMPTY, body_html: body, info_items: wanted, file_ids: ids });
  }, [keeper, isBegun, body, wanted, ids]);

  /** Wait for the uploads, send what stands there by then, if it is still complete, and resolve with whether it was sent. A second call while one runs does nothing. */
  async function send(post: (said: Said, items: string[], key: string) => Promise<unknown>, isComplete: (body: string, items: string[]) => boolean): Promise<boolean> {
    if (isSending.current) return false;
    isSending.current = true;
    setProblem(null);
    try {
      setPhase('waiting');
      if (!(await queue.whenSettled())) throw new Problem('upload-failed', 0, '');
      setPhase('sending');
      await keeper.flush();
      await keeper.end();
      const asked = wantedOf(newestItems.current);
      if (!isComplete(newestBody.current, asked)) {
        keeper.reopen();
        return false;
      }
      const said = { body_html: newestBody.current, file_ids: queue.fileIds, draft_id: keeper.id };
      await post(said, asked, keys.current.for({ said, asked }));
      return true;
    } catch (error) {
      keeper.reopen();
      setProblem(asProblem(error));
      return false;
    } finally {
      isSending.current = false;
      setPhase('writing');
    }
  }

  return { keeper, status, isBegun, isWritten: Boolean(body || ids.length || wanted.length), queue, slots, body, setBody, items, setItems, wanted, text, begin, problem, phase, send };
}

function wantedOf(items: string[]): string[] {
  return items.map((item) => item.trim()).filter(Boolean);
}
