import type { Problem } from '@/api/problem';
import i18n from '@/i18n';

/** Problems that we have recorded and the person can do nothing about: only these show a code at once. */
export function isOurs(problem: Problem): boolean {
  return problem.status >= 500;
}

/** What a problem is about, where its sentence differs: requests are what most are about. */
export type About = 'account' | 'company';

/** The user's sentence for a problem; of an unknown code the API's own. */
export function problemWords(problem: Problem, about?: About): string {
  const t = i18n.getFixedT(null, 'errors');
  const key = `code.${problem.code}` as 'code.internal';
  return t(key, { context: about, count: minutesOf(problem), defaultValue: problem.detail }) || t('code.internal');
}

/** How long to wait, in whole minutes. */
function minutesOf(problem: Problem): number {
  const seconds = Number(problem.extra.retry_after_seconds);
  return Number.isFinite(seconds) ? Math.max(1, Math.ceil(seconds / 60)) : 1;
}
