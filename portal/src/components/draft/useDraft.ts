import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import * as drafts from '@/api/drafts';
import type { Draft, DraftKind } from '@/api/types';
import { useUser } from '@/app/useUser';
import { isStill } from '@/session/person';
import { beforeSignOut } from '@/session/sign-in';
import { DraftKeeper, type SaveStatus } from './DraftKeeper';

interface OpenDraft {
  keeper: DraftKeeper;
  status: SaveStatus;
  /** What was being written before; undefined while that is looked up. */
  found: Draft | null | undefined;
}

/** The draft of what is written here. `kinds`: which drafts are gone on with; it is saved as the first of them. */
export function useDraft(kinds: [DraftKind, ...DraftKind[]], number: number | null): OpenDraft {
  const names = kinds.join(' ');
  const { id: userId } = useUser();
  const keeper = useMemo(() => new DraftKeeper(names.split(' ')[0] as DraftKind, number, drafts, () => isStill(userId)), [names, number, userId]);
  const [found, setFound] = useState<Draft | null | undefined>();
  const status = useSyncExternalStore(keeper.subscribe, keeper.snapshot);

  useEffect(() => {
    let isCurrent = true;
    drafts
      .findDraft(names.split(' ') as DraftKind[], number)
      .catch(() => null) // drafts are away: writing goes on without
      .then((draft) => {
        if (!isCurrent) return;
        if (draft) keeper.resume(draft);
        setFound(draft);
      })
      .catch(() => undefined);
    return () => {
      isCurrent = false;
    };
  }, [keeper, names, number]);

  useEffect(() => {
    const saveNow = () => void (document.visibilityState === 'hidden' && keeper.flush());
    const warn = (event: BeforeUnloadEvent) => keeper.hasUnsaved && event.preventDefault();
    document.addEventListener('visibilitychange', saveNow);
    window.addEventListener('beforeunload', warn);
    window.addEventListener('online', saveOnline);
    const forget = beforeSignOut(() => keeper.flush());
    return () => {
      document.removeEventListener('visibilitychange', saveNow);
      window.removeEventListener('beforeunload', warn);
      window.removeEventListener('online', saveOnline);
      void keeper.flush().finally(forget);
    };
    function saveOnline() {
      void keeper.flush();
    }
  }, [keeper]);

  return { keeper, status, found };
}
