import { useCallback, useEffect, useState } from 'react';
import { draftKinds } from '@/api/drafts';
import { type ComposerKind, KINDS } from './kinds';

/** In which tabs something is written: those that were opened tell it themselves, of the others the server knows. */
export function useWrittenKinds(number: number) {
  const [told, setTold] = useState<Partial<Record<ComposerKind, boolean>>>({});
  const [kept, setKept] = useState<string[]>([]);

  useEffect(() => {
    let isCurrent = true;
    draftKinds(number).then(
      (kinds) => isCurrent && setKept(kinds),
      () => undefined, // without it a dot is missing, no more
    );
    return () => {
      isCurrent = false;
    };
  }, [number]);

  const tell = useCallback((kind: ComposerKind, isWritten: boolean) => setTold((before) => ({ ...before, [kind]: isWritten })), []);
  return { written: new Set(KINDS.filter((kind) => told[kind] ?? kept.includes(kind))), tell };
}
