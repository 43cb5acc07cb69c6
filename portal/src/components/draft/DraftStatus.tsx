import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Draft } from '@/api/types';
import { Icon } from '@/components/icons';
import { problemWords } from '@/components/problemWords';
import { clockTime } from '@/format/moment';
import type { DraftKeeper, SaveStatus } from './DraftKeeper';
import classes from './DraftStatus.module.css';

interface Props {
  keeper: DraftKeeper;
  status: SaveStatus;
  /** The other device's text was chosen. */
  onTheirs: (draft: Draft) => void;
}

/** Whether what is written is safe; and, when another device changed it, which one holds. */
export function DraftStatus({ keeper, status, onTheirs }: Props) {
  const { t } = useTranslation('draft');
  return (
    <div role="status" className={classes.status}>
      {status.state === 'saving' && t('saving')}
      {status.state === 'saved' && (
        <>
          <Icon name="check" size={16} />
          {t('saved', { clock: clockTime(status.at) })}
        </>
      )}
      {status.state === 'failed' && t('failed')}
      {status.state === 'refused' && `${t('refused')} ${problemWords(status.problem)}`}
      {status.state === 'conflict' && (
        <span className={classes.conflict}>
          {t('conflict', { clock: clockTime(status.theirs.updated_at) })}
          <Button size="xs" variant="default" onClick={() => take()}>
            {t('takeTheirs')}
          </Button>
          <Button size="xs" variant="default" onClick={() => keeper.keepMine()}>
            {t('keepMine')}
          </Button>
        </span>
      )}
    </div>
  );

  function take() {
    const theirs = keeper.takeTheirs();
    if (theirs) onTheirs(theirs);
  }
}
