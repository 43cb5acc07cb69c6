/** Whose session this browser has, as its pages tell each other: they share the cookie, and each shows one person's things. */
import { currentSession } from './store';

const KEPT_AS = 'person';

/** This browser's session is this person's now, or nobody's. */
export function tellPerson(id: string | null): void {
  try {
    if (id === null) localStorage.removeItem(KEPT_AS);
    else localStorage.setItem(KEPT_AS, id);
  } catch {
    // storage is closed: each page knows its own session alone
  }
}

/** Whether what this page sends still goes out as this person. A session that has ended is the same person's until another one signs in. */
export function isStill(id: string): boolean {
  const session = currentSession();
  return (session.state === 'signed-in' || session.state === 'ended') && session.user.id === id && !isSomebodyElse(id);
}

/** Calls back when this page is looked at while the browser's session is another person's. */
export function whenSomebodyElse(id: string, then: () => void): () => void {
  const look = () => document.visibilityState === 'visible' && isSomebodyElse(id) && then();
  document.addEventListener('visibilitychange', look);
  window.addEventListener('storage', look);
  return () => {
    document.removeEventListener('visibilitychange', look);
    window.removeEventListener('storage', look);
  };
}

function isSomebodyElse(id: string): boolean {
  try {
    const told = localStorage.getItem(KEPT_AS);
    return told !== null && told !== id;
  } catch {
    return false;
  }
}
