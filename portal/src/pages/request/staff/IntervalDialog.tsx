import { Checkbox, Modal, Textarea, TextInput } from '@mantine/core';
import { DateInput, DatesProvider } from '@mantine/dates';
import '@mantine/dates/styles.css';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Keys } from '@/api/keys';
import { requestChanged } from '@/api/requests';
import type { TicketPage, Work } from '@/api/types';
import { correctWork, logWork } from '@/api/work';
import '@/components/calendar';
import { ConfirmButtons } from '@/components/dialog/ConfirmButtons';
import dialog from '@/components/dialog/Dialog.module.css';
import { useAction } from '@/components/dialog/useAction';
import { ProblemMessage } from '@/components/ProblemMessage';
import { dayAndClock, momentAt } from '@/format/local';
import { ClockInput } from './ClockInput';
import classes from './Composer.module.css';

const HOUR_MS = 3_600_000;

interface Props {
  page: TicketPage;
  /** The record to correct; none: a new one. */
  work?: Work;
  onClose: () => void;
  onDone?: () => void;
}

/** An interval of work, added by hand or corrected (P10); the note stays in the team. */
export default function IntervalDialog({ page, work, onClose, onDone }: Props) {
  const { t, i18n } = useTranslation('staff');
  const queries = useQueryClient();
  const [start] = useState(() => dayAndClock(work ? new Date(work.started_at) : new Date(Date.now() - HOUR_MS)));
  const [end] = useState(() => dayAndClock(work ? new Date(work.ended_at) : new Date()));
  const [day, setDay] = useState(start.day);
  const [from, setFrom] = useState(start.clock);
  const [to, setTo] = useState(end.clock);
  const [activity, setActivity] = useState(work?.activity ?? '');
  const [isBillable, setIsBillable] = useState(work?.billable ?? true);
  const [note, setNote] = useState(work?.note ?? '');
  const [reason, setReason] = useState('');
  const [wrong, setWrong] = useState<{ interval?: string; activity?: string; reason?: string }>({});
  const { isBusy, problem, run } = useAction();
  const keys = useRef(new Keys());
  const needsReason = Boolean(work && page.ticket.status === 'closed');
  return (
    <Modal opened onClose={onClose} title={work ? t('work.correctTitle') : t('work.add')}>
      <form className={dialog.stack} noValidate onSubmit={(event) => void save(event)}>
        <div className={classes.moments}>
          <DatesProvider settings={{ locale: i18n.language, firstDayOfWeek: 1 }}>
            <DateInput label={t('work.day')} value={day} onChange={(next) => setDay(next ?? '')} />
          </DatesProvider>
          <ClockInput label={t('work.from')} value={from} onChange={setFrom} />
          <ClockInput label={t('work.to')} value={to} onChange={setTo} />
        </div>
        {wrong.interval && (
          <p role="alert" className={classes.missing}>
            {wrong.interval}
          </p>
        )}
        <TextInput label={t('work.activity')} description={t('work.activityHint')} value={activity} maxLength={200} error={wrong.activity} onChange={(event) => setActivity(event.currentTarget.value)} data-autofocus />
        <Textarea label={t('work.note')} autosize minRows={2} maxRows={5} maxLength={2000} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
        <Checkbox label={t('work.billable')} checked={isBillable} onChange={(event) => setIsBillable(event.currentTarget.checked)} />
        {work && <TextInput label={t('work.reason')} value={reason} maxLength={500} error={wrong.reason} withAsterisk={needsReason} onChange={(event) => setReason(event.currentTarget.value)} />}
        {problem && <ProblemMessage problem={problem} takesFocus />}
        <ConfirmButtons action={work ? t('work.correct') : t('work.addShort')} isBusy={isBusy} onCancel={onClose} />
      </form>
    </Modal>
  );

  /** The interval as moments; an end before the start is on the next day. */
  function interval(): { started_at: string; ended_at: string } | null {
    const started = momentAt(day, from);
    const ended = momentAt(day, to);
    if (!started || !ended) return null;
    const isNextDay = ended < started;
    return { started_at: started, ended_at: isNextDay ? new Date(Date.parse(ended) + 24 * HOUR_MS).toISOString() : ended };
  }

  async function save(event: FormEvent) {
    event.preventDefault();
    const times = interval();
    const found = {
      interval: intervalFault(times),
      activity: activity.trim() ? undefined : t('work.activityMissing'),
      reason: needsReason && !reason.trim() ? t('work.reasonMissing') : undefined,
    };
    setWrong(found);
    if (!times || found.interval || found.activity || found.reason) return;
    const { number, version } = page.ticket;
    const facts = { activity: activity.trim(), billable: isBillable, note: note.trim() };
    const content = { ...times, ...facts };
    const areTimesTouched = day !== start.day || from !== start.clock || to !== end.clock; // typed times know no seconds
    const isSaved = await run(async () => {
      if (work) await correctWork(number, version, work.id, areTimesTouched ? content : facts, reason.trim());
      else await logWork(number, content, keys.current.for(content));
    });
    await requestChanged(queries, number);
    if (!isSaved) return;
    onClose();
    onDone?.();
  }

  function intervalFault(times: { started_at: string; ended_at: string } | null): string | undefined {
    if (!times || (!work && times.started_at === times.ended_at)) return t('work.intervalMissing');
    return Date.parse(times.ended_at) > Date.now() ? t('work.intervalFuture') : undefined;
  }
}
