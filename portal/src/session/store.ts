/** Who is signed in, for all of the page. A session that ends is not a state of a screen: the screen stays as it is, and a dialog asks for the password. */
import { useSyncExternalStore } from 'react';
import type { User } from '@/api/types';

export type Session =
  | { state: 'unknown' }
  | { state: 'anonymous' }
  | { state: 'signed-in'; user: User }
  | { state: 'ended'; user: User };

let session: Session = { state: 'unknown' };
let waiting: ((renewed: boolean) => void)[] = [];
const listeners = new Set<() => void>();

function become(next: Session): void {
  session = next;
  for (const listener of listeners) listener();
}

export function useSession(): Session {
  return useSyncExternalStore(subscribe, () => session);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function currentSession(): Session {
  return session;
}

/** Somebody is signed in: requests that waited for it go on. */
export function signedIn(user: User): void {
  const go = waiting;
  waiting = [];
  become({ state: 'signed-in', user });
  for (const resolve of go) resolve(true);
}

/** Nobody is signed in, and nothing waits for it. */
export function signedOut(): void {
  const give = waiting;
  waiting = [];
  become({ state: 'anonymous' });
  for (const resolve of give) resolve(false);
}

/** The own account has changed (profile). */
export function accountChanged(user: User): void {
  if (session.state === 'signed-in') become({ state: 'signed-in', user });
}

/** A request met 401: resolves with true once the same person has signed in again, with false when that is given up. */
export function renewSession(): Promise<boolean> {
  if (session.state === 'signed-in') become({ state: 'ended', user: session.user });
  if (session.state !== 'ended') return Promise.resolve(false);
  return new Promise((resolve) => waiting.push(resolve));
}
