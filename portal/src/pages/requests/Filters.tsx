import { Button, SegmentedControl, TextInput, UnstyledButton } from '@mantine/core';
import { DateInput, DatesProvider } from '@mantine/dates';
import '@mantine/dates/styles.css';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import '@/components/calendar';
import { Icon } from '@/components/icons';
import { dayText } from '@/format/moment';
import { type Filter, isTurned, PRESETS, presetDays, presetOf } from './filter';
import classes from './Filters.module.css';

interface Props {
  filter: Filter;
  today: string;
  activeOutside: number;
  onChange: (filter: Filter, isTyping?: boolean) => void;
}

const TYPING_MS = 400;

/** P2, P3: both days, the type, GO; presets and search apply at once. On a phone one button that says what is set. */
export function Filters({ filter, today, activeOutside, onChange }: Props) {
  const { t } = useTranslation('requests');
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div className={classes.all} data-open={isOpen || undefined}>
      <UnstyledButton className={classes.fold} onClick={() => setIsOpen(!isOpen)} aria-expanded={isOpen}>
        <Icon name="calendar" />
        <span>{`${intervalText()} · ${filter.type === 'all' ? t('filter.all') : t('filter.active')}`}</span>
        <Icon name="chevron-down" className={classes.foldIcon} />
      </UnstyledButton>
      <div className={classes.fields}>
        <IntervalForm key={`${filter.from} ${filter.to} ${filter.type}`} filter={filter} onChange={onChange} />
        <Search filter={filter} onChange={onChange} />
      </div>
      <div className={classes.second}>
        <div className={classes.presets} role="group" aria-label={t('filter.presets')}>
          {PRESETS.map((preset) => (
            <UnstyledButton
              key={preset}
              className={classes.preset}
              aria-pressed={presetOf(filter, today) === preset}
              onClick={() => onChange({ ...filter, ...presetDays(preset, today) })}
            >
              {t(`preset.${preset}`)}
            </UnstyledButton>
          ))}
        </div>
        <div className={classes.end}>
          <UnstyledButton className={classes.order} onClick={() => onChange({ ...filter, sort: filter.sort === 'created_at' ? '-created_at' : 'created_at' })}>
            {filter.sort === 'created_at' ? t('order.oldest') : t('order.newest')}
          </UnstyledButton>
          {activeOutside > 0 && (
            <UnstyledButton className={classes.outside} onClick={() => onChange({ ...filter, from: null, to: null, type: 'active' })}>
              <Icon name="clock" size={16} />
              <span>{activeOutside >= 1000 ? t('outsideMany') : t('outside', { count: activeOutside })}</span>
            </UnstyledButton>
          )}
        </div>
      </div>
    </div>
  );

  function intervalText(): string {
    if (!filter.from && !filter.to) return t('filter.anyDay');
    return [filter.from, filter.to].map((day) => (day ? dayText(day) : '…')).join(' – ');
  }
}

function IntervalForm({ filter, onChange }: Pick<Props, 'filter' | 'onChange'>) {
  const { t, i18n } = useTranslation(['requests', 'errors']);
  const [from, setFrom] = useState(filter.from);
  const [to, setTo] = useState(filter.to);
  const [type, setType] = useState(filter.type);
  const [hasGone, setHasGone] = useState(false);
  const isWrong = hasGone && isTurned({ from, to });
  const picker = { rightSection: <Icon name="calendar" />, rightSectionPointerEvents: 'none' as const, placeholder: t('filter.day'), className: classes.day };
  return (
    <DatesProvider settings={{ locale: i18n.language, firstDayOfWeek: 1 }}>
      <form className={classes.interval} onSubmit={go} noValidate>
        <DateInput label={t('filter.from')} value={from} onChange={setFrom} error={isWrong} {...picker} />
        <DateInput label={t('filter.to')} value={to} onChange={setTo} error={isWrong} {...picker} />
        <div className={classes.type}>
          <span id="type-of-requests">{t('filter.type')}</span>
          <SegmentedControl
            aria-labelledby="type-of-requests"
            value={type}
            onChange={(value) => setType(value as Filter['type'])}
            data={[
              { value: 'all', label: t('filter.all') },
              { value: 'active', label: t('filter.active') },
            ]}
          />
        </div>
        <Button type="submit" variant="default">
          {t('filter.go')}
        </Button>
        {isWrong && (
          <p role="alert" className={classes.wrong}>
            {t('errors:code.invalid-interval')}
            <Button size="compact-sm" variant="default" onClick={swap}>
              {t('filter.swap')}
            </Button>
          </p>
        )}
      </form>
    </DatesProvider>
  );

  function go(event: FormEvent) {
    event.preventDefault();
    setHasGone(true);
    if (!isTurned({ from, to })) onChange({ ...filter, from, to, type });
  }

  function swap() {
    onChange({ ...filter, from: to, to: from, type });
  }
}

function Search({ filter, onChange }: Pick<Props, 'filter' | 'onChange'>) {
  const { t } = useTranslation('requests');
  const [text, setText] = useState(filter.q);
  const [known, setKnown] = useState(filter.q);
  const [sent, setSent] = useState(filter.q);
  if (known !== filter.q) {
    setKnown(filter.q);
    if (filter.q !== sent) setText(filter.q); // the address changed elsewhere (back, a link): the field follows
  }

  useEffect(() => {
    if (text.trim() === filter.q.trim()) return undefined;
    const timer = setTimeout(() => {
      setSent(text.trim());
      onChange({ ...filter, q: text }, true);
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, filter, onChange]);

  return (
    <TextInput
      type="search"
      className={classes.search}
      aria-label={t('search')}
      placeholder={t('search')}
      leftSection={<Icon name="search" />}
      maxLength={200}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
    />
  );
}
