import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { InfoItem, People } from '@/api/types';
import { tableMoment } from '@/format/moment';
import classes from './Entries.module.css';

interface Props {
  item: InfoItem;
  people: People;
  /** Before its words: whether it was received. */
  tick: ReactNode;
  /** After them: what can be done. */
  children?: ReactNode;
}

/** One thing that a consultant asked for. */
export function ItemRow({ item, people, tick, children }: Props) {
  const { t } = useTranslation('request');
  const by = (item.changed_by && people[item.changed_by]?.name) || '…';
  return (
    <li className={classes.item} data-state={item.state}>
      {tick}
      <div className={classes.itemWords}>
        <span className={classes.itemText}>{item.text}</span>
        {item.state === 'satisfied' && <span className={classes.itemNote}>{t('tickedBy', { name: by, when: item.changed_at ? tableMoment(item.changed_at) : '' })}</span>}
        {item.state === 'waived' && <span className={classes.itemNote}>{t('waived')}</span>}
      </div>
      {children}
    </li>
  );
}
