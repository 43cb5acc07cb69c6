import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/icons';
import { ProblemMessage } from '@/components/ProblemMessage';
import classes from './QueuePage.module.css';
import type { TakeFailure } from './useTake';

/** Why a request was not taken: somebody else was faster, or what failed. */
export function TakeFailed({ failure: { number, by, problem } }: { failure: TakeFailure }) {
  const { t } = useTranslation('queue');
  if (problem) return <ProblemMessage problem={problem} title={t('takeFailed', { number })} takesFocus />;
  return (
    <p role="alert" className={classes.faster}>
      <Icon name="alert-triangle" size={16} /> {t('takenBy', { number, name: by })}
    </p>
  );
}
