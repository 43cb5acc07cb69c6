import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { User } from '@/api/types';
import { isStill, tellPerson } from './person';
import { beforeSignOut, signOut } from './sign-in';
import { currentSession, signedIn } from './store';

const answers = (status: number) => vi.stubGlobal('fetch', vi.fn(() => Promise.resolve(new Response(null, { status }))));

beforeEach(() => {
  signedIn({ id: 'ana' } as User);
  tellPerson('ana');
});
afterEach(() => void vi.unstubAllGlobals());

test('what is not saved yet is saved before somebody signs out, as that person', async () => {
  answers(204);
  const finish = vi.fn(() => Promise.resolve(expect(fetch).not.toHaveBeenCalled()));
  const forget = beforeSignOut(finish);
  await signOut(new QueryClient());
  expect([finish.mock.calls.length, currentSession().state, isStill('ana')]).toEqual([1, 'anonymous', false]);
  forget();
});

test('a page is no longer its person\'s when another one signed in elsewhere in the browser', () => {
  expect(isStill('ana')).toBe(true);
  tellPerson('mihai');
  expect(isStill('ana')).toBe(false);
});

test('a session that the server did not end is not shown as ended', async () => {
  answers(503);
  await expect(signOut(new QueryClient())).rejects.toMatchObject({ status: 503 });
  expect(currentSession().state).toBe('signed-in');
});

test('a session that had ended already is signed out of', async () => {
  answers(401);
  await signOut(new QueryClient());
  expect(currentSession().state).toBe('anonymous');
});
