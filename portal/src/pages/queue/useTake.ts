import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { take, type Takeable } from '@/api/handling';
import { asProblem, type Problem } from '@/api/problem';
import { requestChanged } from '@/api/requests';
import { useUser } from '@/app/useUser';

export interface TakeFailure {
  number: number;
  /** Who was faster, if that is why. */
  by?: string;
  problem?: Problem;
}

/** Taking a request: one at a time; says so when somebody else was faster. */
export function useTake() {
  const { t } = useTranslation('queue');
  const { id } = useUser();
  const queries = useQueryClient();
  const [busy, setBusy] = useState<number | null>(null);
  const [failure, setFailure] = useState<TakeFailure | null>(null);
  const isBusy = useRef(false);
  return { takeRow, busy, failure };

  async function takeRow(row: Takeable) {
    const { number } = row;
    if (isBusy.current) return;
    isBusy.current = true;
    setBusy(number);
    setFailure(null);
    try {
      const taken = await take(row, id);
      if (taken.isMine) notifications.show({ message: t('taken', { number }) });
      else setFailure({ number, by: taken.by });
    } catch (error) {
      setFailure({ number, problem: asProblem(error) });
    } finally {
      isBusy.current = false;
      setBusy(null);
      void requestChanged(queries, number);
    }
  }
}
