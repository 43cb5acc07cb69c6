import { ActionIcon, Button, TextInput } from '@mantine/core';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/icons';
import { oneLine } from '@/format/oneLine';
import classes from './Composer.module.css';

const MOST_ITEMS = 20;
const LONGEST = 300;

/** The checklist of a request for information: one thing a line, Enter begins the next. */
export function InfoItemsField({ items, onChange }: { items: string[]; onChange: (items: string[]) => void }) {
  const { t } = useTranslation('staff');
  const list = useRef<HTMLFieldSetElement>(null);
  return (
    <fieldset className={classes.items} ref={list}>
      <legend>{t('items.legend')}</legend>
      {items.map((item, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- lines have no other name than their place
        <div key={at} className={classes.item}>
          <span className={classes.tick} aria-hidden />
          <TextInput
            className={classes.itemText}
            aria-label={t('items.one', { number: at + 1 })}
            placeholder={at === 0 ? t('items.example') : undefined}
            value={item}
            maxLength={LONGEST}
            onChange={(event) => change(at, oneLine(event.currentTarget.value))}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return;
              event.preventDefault();
              add();
            }}
          />
          {items.length > 1 && (
            <ActionIcon variant="subtle" color="gray" size={36} aria-label={t('items.remove', { number: at + 1 })} onClick={() => onChange(items.filter((_, other) => other !== at))}>
              <Icon name="x" size={16} />
            </ActionIcon>
          )}
        </div>
      ))}
      {items.length < MOST_ITEMS && (
        <Button variant="subtle" size="compact-sm" leftSection={<Icon name="plus" size={16} />} onClick={add}>
          {t('items.add')}
        </Button>
      )}
    </fieldset>
  );

  function change(at: number, text: string) {
    onChange(items.map((item, other) => (other === at ? text : item)));
  }

  function add() {
    if (items.length < MOST_ITEMS) onChange([...items, '']);
    requestAnimationFrame(() => [...(list.current?.querySelectorAll('input') ?? [])].at(-1)?.focus());
  }
}
