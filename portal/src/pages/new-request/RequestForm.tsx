import { Autocomplete, Button, Select, Text, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useNavigate } from 'react-router';
import { useTranslation } from 'react-i18next';
import { useCategories } from '@/api/categories';
import { Keys } from '@/api/keys';
import { asProblem, Problem } from '@/api/problem';
import type { Draft, Priority } from '@/api/types';
import { LazyEditor } from '@/components/editor/LazyEditor';
import { FileSlots } from '@/components/files/FileSlots';
import type { UploadQueue } from '@/components/files/UploadQueue';
import type { DraftKeeper } from '@/components/draft/DraftKeeper';
import { EMPTY } from '@/components/draft/DraftKeeper';
import { useNewest } from '@/components/draft/useNewest';
import { Icon } from '@/components/icons';
import { ProblemMessage } from '@/components/ProblemMessage';
import { dayAndMonth } from '@/format/moment';
import { oneLine } from '@/format/oneLine';
import { countText } from '@/format/size';
import { homeOf, isStaff } from '@/app/roles';
import { useUser } from '@/app/useUser';
import { CallerPicker } from './CallerPicker';
import { DiscardDialog } from './DiscardDialog';
import classes from './NewRequestPage.module.css';
import { sendRequest } from './sending';

const MOST_SUBJECT = 200;
const PRIORITIES: Priority[] = ['low', 'normal', 'high', 'urgent'];

interface Props {
  draft: Draft | null;
  keeper: DraftKeeper;
  queue: UploadQueue;
  follows: number | null;
  wasResumed: boolean;
  onDiscarded: () => void;
}

/** The form of a request: saved as a draft while it is written, sent once however often the button is pressed. */
export function RequestForm({ draft, keeper, queue, follows, wasResumed, onDiscarded }: Props) {
  const { t } = useTranslation(['newRequest', 'common', 'draft', 'staff']);
  const user = useUser();
  const isForCaller = isStaff(user);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [fields, show, newest] = useNewest({
    subject: draft?.subject ?? '',
    body: draft?.body_html ?? '',
    category: draft?.category ?? '',
    caller: draft?.on_behalf_of ?? null,
    priority: draft?.priority ?? ('normal' as Priority),
  });
  const { subject, body, category, caller, priority } = fields;
  const write = (what: Partial<typeof fields>) => show({ ...newest.current, ...what });
  const [missing, setMissing] = useState<{ subject?: string; body?: string; caller?: string }>({});
  const [problem, setProblem] = useState<Problem | null>(null);
  const [phase, setPhase] = useState<'writing' | 'waiting' | 'sending'>('writing');
  const [isAsking, setIsAsking] = useState(false);
  const categories = useCategories();
  const keys = useRef(new Keys());
  const isSending = useRef(false);
  const form = useRef<HTMLFormElement>(null);
  const { slots } = useSyncExternalStore(queue.subscribe, queue.snapshot);
  const fileIds = slots.flatMap((slot) => (slot.fileId ? [slot.fileId] : [])).join(' ');
  const ids = useMemo(() => (fileIds ? fileIds.split(' ') : []), [fileIds]);

  useEffect(() => {
    keeper.change({ ...EMPTY, subject: subject.trim().slice(0, MOST_SUBJECT), body_html: body, category: category.trim() || null, priority: priority === 'normal' ? null : priority, file_ids: ids, on_behalf_of: caller });
  }, [keeper, subject, body, category, priority, ids, caller]);

  useEffect(() => {
    if (Object.values(missing).some(Boolean)) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [missing]);

  return (
    <>
    <form ref={form} className={classes.card} onSubmit={(event) => void submit(event)} noValidate aria-busy={phase !== 'writing'}>
      <div className={classes.fields} inert={phase === 'sending'}>
        {wasResumed && draft && (
          <div className={classes.resumed}>
            <span>{t('draft:resumed', { day: dayAndMonth(draft.updated_at) })}</span>
            <Button size="compact-sm" variant="subtle" onClick={() => setIsAsking(true)}>
              {t('draft:discard')}
            </Button>
          </div>
        )}
        {isForCaller && <CallerPicker value={caller} onChange={(next) => write({ caller: next })} error={missing.caller} />}
        <Textarea
          label={t('subject')}
          description={t('subjectHint')}
          withAsterisk
          required
          autosize
          minRows={1}
          maxRows={3}
          value={subject}
          error={missing.subject ?? tooLong(subject)}
          onChange={(event) => write({ subject: oneLine(event.currentTarget.value) })}
          onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
        />
        <div className={classes.pair}>
          <Autocomplete label={t('category')} data={categories} value={category} onChange={(next) => write({ category: next })} placeholder={t('categoryNone')} maxLength={60} />
          <Select label={t('priority')} data={PRIORITIES.map((value) => ({ value, label: t(`common:priority.${value}`) }))} value={priority} onChange={(value) => write({ priority: (value as Priority | null) ?? 'normal' })} />
        </div>
        <div className={classes.editor}>
          <span className={classes.label}>
            {t('body')} <span className={classes.asterisk} aria-hidden>*</span>
          </span>
          <LazyEditor initialHtml={draft?.body_html ?? ''} onChange={(html) => write({ body: html })} storePicture={(file) => queue.picture(file)} onFiles={(files) => queue.add(files)} label={t('body')} isInvalid={Boolean(missing.body)} describedBy="body-hint" minHeight={220} />
          {missing.body && <Text c="red" size="xs" role="alert">{missing.body}</Text>}
          <span id="body-hint" className={classes.hint}>
            {t('bodyHint')}
          </span>
        </div>
        <FileSlots queue={queue} />
        {problem && <ProblemMessage problem={problem} title={t('failed')} takesFocus />}
      </div>
      <div className={classes.foot}>
        <Button type="submit" leftSection={<Icon name="send" size={16} />} loading={phase === 'sending'} data-waiting={phase === 'waiting' || undefined} loaderProps={{ 'aria-label': t('sending') }}>
          {t('send')}
        </Button>
        <Button variant="subtle" color="gray" onClick={() => void leave()}>
          {t('common:cancel')}
        </Button>
        <span role="status" className={classes.waiting}>
          {phase === 'waiting' && t('afterUpload')}
        </span>
      </div>
    </form>
    {isAsking && <DiscardDialog keeper={keeper} onDiscarded={discarded} onClose={() => setIsAsking(false)} />}
    </>
  );

  function tooLong(text: string): string | undefined {
    const length = [...text.trim()].length;
    return length > MOST_SUBJECT ? t('subjectTooLong', { count: length, length: countText(length), most: MOST_SUBJECT }) : undefined;
  }

  function isComplete(): boolean {
    const now = newest.current;
    const wrong = { subject: now.subject.trim() ? tooLong(now.subject) : t('subjectMissing'), body: now.body ? undefined : t('bodyMissing'), caller: isForCaller && !now.caller ? t('staff:caller.missing') : undefined };
    setMissing(wrong);
    return !wrong.subject && !wrong.body && !wrong.caller;
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (isSending.current || !isComplete()) return;
    isSending.current = true;
    setProblem(null);
    try {
      setPhase('waiting');
      if (!(await queue.whenSettled())) throw new Problem('upload-failed', 0, '');
      setPhase('sending');
      await keeper.flush();
      await keeper.end();
      if (!isComplete()) {
        keeper.reopen();
        return;
      }
      const now = newest.current;
      const content = { subject: now.subject.trim(), body_html: now.body, category: now.category.trim() || null, priority: now.priority, file_ids: queue.fileIds, draft_id: keeper.id, ...(isForCaller ? { on_behalf_of: now.caller } : {}) };
      const number = await sendRequest(content, follows, keys.current.for(content));
      await queries.invalidateQueries({ queryKey: ['requests'] });
      notifications.show({ message: t('sent', { number }) });
      await navigate(follows === null && !isForCaller ? '/requests' : `/requests/${number}`);
    } catch (error) {
      keeper.reopen();
      setProblem(asProblem(error));
    } finally {
      isSending.current = false;
      setPhase('writing');
    }
  }

  async function leave() {
    await keeper.flush();
    await navigate(follows === null ? homeOf(user) : `/requests/${follows}`);
  }

  function discarded() {
    queue.clear();
    onDiscarded();
  }
}
