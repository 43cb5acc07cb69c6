import { Kbd, TextInput } from '@mantine/core';
import { type KeyboardEvent, type RefObject, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/icons';
import { useShortcutsEnabled } from '@/components/shortcuts/useShortcuts';
import classes from './QueuePage.module.css';

const PAUSE_MS = 300;
const SLASH = '/';

interface Props {
  value: string;
  inputRef: RefObject<HTMLInputElement | null>;
  onChange: (q: string) => void;
}

/** Words to look for in the view; it searches when typing pauses. Escape leaves the field. */
export function Search({ value, inputRef, onChange }: Props) {
  const { t } = useTranslation('queue');
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  const [sent, setSent] = useState(value);
  if (known !== value) {
    setKnown(value);
    if (value !== sent) setTyped(value); // the address changed elsewhere (back, a link): the field follows
  }
  const [isEnabled] = useShortcutsEnabled();
  useEffect(() => {
    if (typed.trim() === value) return undefined;
    const timer = setTimeout(() => {
      setSent(typed.trim());
      onChange(typed.trim());
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, value, onChange]);
  return (
    <TextInput
      ref={inputRef}
      type="search"
      aria-label={t('search')}
      placeholder={t('search')}
      className={classes.search}
      value={typed}
      maxLength={200}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onKeyDown={leave}
      leftSection={<Icon name="search" size={16} />}
      rightSection={isEnabled && !typed ? <Kbd size="xs" aria-hidden className={classes.slash}>{SLASH}</Kbd> : null}
    />
  );

  /** Escape leaves the field; the browser would empty it. */
  function leave(event: KeyboardEvent<HTMLInputElement>) {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.currentTarget.blur();
  }
}
