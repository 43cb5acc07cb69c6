import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Entry, InfoItem } from '@/api/types';
import { Icon } from '@/components/icons';
import { Moment } from '@/components/Moment';
import { RichText } from '@/components/RichText';
import type { EntryContext } from './Entries';
import classes from './Entries.module.css';
import { EntryFiles } from './EntryFiles';
import { EntryFrame } from './EntryCard';
import { ItemRow } from './ItemRow';
import { StaffItem } from './staff/lazy';

/** What the consultant needs, as a checklist (P9). The customer answers item by item; the staff tick. */
export function InfoRequest({ entry, context }: { entry: Entry; context: EntryContext }) {
  const { t } = useTranslation('request');
  const open = entry.info_items.filter((item) => item.state === 'open').length;
  const done = entry.info_items.length - open;
  const name = entry.author_id ? context.people[entry.author_id]?.name : undefined;
  return (
    <EntryFrame entry={entry} context={context} kind={open ? 'info' : 'info-done'}>
      <div className={classes.band}>
        <Icon name="list-check" />
        <strong>{t('infoRequest')}</strong>
        <span>{open ? t('received', { count: done, total: entry.info_items.length }) : t('complete')}</span>
        <span className={classes.when}>
          {name} · <Moment at={entry.created_at} as="entry" />
        </span>
      </div>
      <div className={classes.body}>
        <RichText html={entry.body_html} />
        <EntryFiles entry={entry} context={context} />
      </div>
      <ul className={classes.items}>
        {entry.info_items.map((item) => (
          <Item key={item.id} item={item} context={context} />
        ))}
      </ul>
    </EntryFrame>
  );
}

function Item({ item, context }: { item: InfoItem; context: EntryContext }) {
  const { t } = useTranslation('request');
  const { page, viewer, onAnswerItem: answer } = context;
  if (viewer === 'staff' && page.actions.includes('change_info_item')) return <StaffItem item={item} page={page} />;
  const tick = (
    <span className={classes.tick} aria-hidden>
      {item.state === 'satisfied' && <Icon name="check" size={14} />}
    </span>
  );
  return (
    <ItemRow item={item} people={context.people} tick={tick}>
      {item.state === 'open' && viewer === 'customer' && answer && (
        <Button variant="default" size="xs" onClick={() => answer(item.text)} aria-label={t('answerItem', { text: item.text })}>
          {t('answer')}
        </Button>
      )}
    </ItemRow>
  );
}
