import { type RefObject, useCallback, useRef, useState } from 'react';

/** State whose newest value is known also to what began before it changed: a sending that waits for uploads while somebody goes on writing. */
export function useNewest<T>(initial: T): [T, (next: T) => void, Readonly<RefObject<T>>] {
  const [shown, show] = useState(initial);
  const newest = useRef(shown);
  const change = useCallback((next: T) => {
    newest.current = next;
    show(next);
  }, []);
  return [shown, change, newest];
}
