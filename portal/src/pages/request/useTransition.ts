import { useQueryClient } from '@tanstack/react-query';
import { newKey } from '@/api/client';
import { requestChanged, transition } from '@/api/requests';
import type { TicketPage } from '@/api/types';
import { useAction } from '@/components/dialog/useAction';

/** One step of a request from state to state: whether it runs, what went wrong, and the way to take it. */
export function useTransition({ number, version }: TicketPage['ticket'], action: 'accept' | 'withdraw' | 'close') {
  const queries = useQueryClient();
  const { isBusy, problem, run } = useAction();
  return { isBusy, problem, take };

  /** Resolves with whether it was taken; the page is read anew either way. */
  async function take(reason = ''): Promise<boolean> {
    const isTaken = await run(async () => void (await transition(number, version, action, newKey(), reason)));
    await requestChanged(queries, number);
    return isTaken;
  }
}
