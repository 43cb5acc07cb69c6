/** Signing in, out, and finding out who is signed in. */
import type { QueryClient } from '@tanstack/react-query';
import { api, dataOf } from '@/api/client';
import { forgetAll } from '@/api/polling';
import { Problem } from '@/api/problem';
import type { User } from '@/api/types';
import { tellPerson } from './person';
import { currentSession, signedIn, signedOut } from './store';

const MOST_WAIT_MS = 3000;
const unfinished = new Set<() => Promise<unknown>>();

/** Something to finish before somebody signs out, as long as it is their session; returns the way to take that back. */
export function beforeSignOut(finish: () => Promise<unknown>): () => void {
  unfinished.add(finish);
  return () => void unfinished.delete(finish);
}

/** Who this browser's cookie belongs to; nobody is no error. */
export async function findSession(): Promise<void> {
  try {
    const found = await dataOf(api.GET('/api/v1/sessions/current'));
    tellPerson(found.user.id);
    signedIn(found.user);
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 401) throw error;
    signedOut();
  }
}

/** Sign in (P1). When a session has ended under somebody else's page, that page goes: it is not this person's. */
export async function signIn(email: string, password: string): Promise<User> {
  const before = currentSession();
  const { user } = await dataOf(api.POST('/api/v1/sessions', { body: { email: email.trim(), password } }));
  tellPerson(user.id);
  if (before.state === 'ended' && before.user.id !== user.id) {
    location.replace('/');
    return user;
  }
  signedIn(user);
  return user;
}

/** Sign this browser out; what the page knew of the person goes with it. Throws the `Problem` of a server that did not end the session. */
export async function signOut(queries: QueryClient): Promise<void> {
  const finished = Promise.allSettled([...unfinished].map((finish) => finish()));
  await Promise.race([finished, new Promise((go) => setTimeout(go, MOST_WAIT_MS))]);
  try {
    await dataOf(api.DELETE('/api/v1/sessions/current'));
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 401) throw error; // 401: it has ended already
  }
  tellPerson(null);
  signedOut();
  queries.clear();
  forgetAll();
}
