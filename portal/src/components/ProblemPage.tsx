import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Problem } from '@/api/problem';
import { Blank } from './Blank';
import { Icon } from './icons';
import { problemWords } from './problemWords';
import { SupportCode } from './SupportCode';

interface Props {
  problem: Problem;
  /** What failed: "Lista nu a putut fi încărcată". */
  title: string;
  onRetry: () => void;
  order?: 1 | 2;
}

/** A page or list that could not be loaded. */
export function ProblemPage({ problem, title, onRetry, order = 2 }: Props) {
  const { t } = useTranslation();
  return (
    <div role="alert">
      <Blank icon="cloud-exclamation" title={title} text={problemWords(problem)} order={order}>
        <Button leftSection={<Icon name="refresh" size={16} />} onClick={onRetry}>
          {t('retry')}
        </Button>
        <SupportCode requestId={problem.requestId} />
      </Blank>
    </div>
  );
}
