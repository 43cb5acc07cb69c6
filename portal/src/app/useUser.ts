import type { User } from '@/api/types';
import { useSession } from '@/session/store';

/** The signed-in person; only below `SignedIn`. */
export function useUser(): User {
  const session = useSession();
  if (session.state !== 'signed-in' && session.state !== 'ended') throw new Error('useUser outside of SignedIn');
  return session.user;
}
