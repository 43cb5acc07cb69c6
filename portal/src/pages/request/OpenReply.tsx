import { ActionIcon, Button, SegmentedControl, UnstyledButton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Keys } from '@/api/keys';
import { asProblem, Problem } from '@/api/problem';
import { addUpdate, requestChanged } from '@/api/requests';
import type { Draft, TicketPage } from '@/api/types';
import { DraftStatus } from '@/components/draft/DraftStatus';
import { EMPTY, filesOf } from '@/components/draft/DraftKeeper';
import { useDraft } from '@/components/draft/useDraft';
import { useNewest } from '@/components/draft/useNewest';
import { LazyEditor } from '@/components/editor/LazyEditor';
import type { EditorHandle } from '@/components/editor/RichEditor';
import { FileSlots } from '@/components/files/FileSlots';
import { UploadQueue } from '@/components/files/UploadQueue';
import { Icon } from '@/components/icons';
import { ProblemMessage } from '@/components/ProblemMessage';
import type { ReplyHandle } from './ReplyBox';
import classes from './ReplyBox.module.css';

interface Props {
  page: TicketPage;
  onHandle: (handle: ReplyHandle | null) => void;
  onSent: () => void;
}

/** One line until somebody writes; then the editor, the files, and on a resolved request the question how it is now. */
export function OpenReply({ page, onHandle, onSent }: Props) {
  const { t } = useTranslation(['request', 'newRequest', 'common']);
  const { ticket } = page;
  const queries = useQueryClient();
  const { keeper, status, found } = useDraft(['update'], ticket.number);
  const [queue] = useState(() => new UploadQueue());
  const [isOpen, setIsOpen] = useState(false);
  const [body, setBody, newestBody] = useNewest('');
  const [text, setText] = useState({ round: 0, html: '' });
  const [stillOpen, setStillOpen, newestStillOpen] = useNewest<'solved' | 'open' | null>(null);
  const [missing, setMissing] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [phase, setPhase] = useState<'writing' | 'waiting' | 'sending'>('writing');
  const isSending = useRef(false);
  const keys = useRef(new Keys());
  const editor = useRef<EditorHandle | null>(null);
  const question = useRef<HTMLDivElement>(null);
  const [quotation, setQuotation] = useState<string | null>(null);
  const { slots } = useSyncExternalStore(queue.subscribe, queue.snapshot);
  const fileIds = slots.flatMap((slot) => (slot.fileId ? [slot.fileId] : [])).join(' ');
  const ids = useMemo(() => (fileIds ? fileIds.split(' ') : []), [fileIds]);
  const isResolved = ticket.status === 'resolved';

  const begin = useCallback(
    (draft: Draft) => {
      setBody(draft.body_html);
      setText((before) => ({ round: before.round + 1, html: draft.body_html }));
      queue.clear();
      queue.restore(filesOf(draft));
      setIsOpen(true);
    },
    [queue, setBody],
  );

  useEffect(() => {
    // oxlint-disable-next-line react/set-state-in-effect -- the draft comes from the server, once
    if (found) begin(found);
  }, [found, begin]);

  // Nobody writes before the draft is there: it would go over what was typed, and what is empty still over it.
  const isBegun = found !== undefined && (found === null || text.round > 0);
  useEffect(() => {
    if (isBegun) keeper.change({ ...EMPTY, body_html: body, file_ids: ids });
  }, [keeper, isBegun, body, ids]);

  useEffect(() => {
    onHandle({
      open: (isStillOpen) => {
        if (isStillOpen) setStillOpen('open');
        setIsOpen(true);
        editor.current?.focus();
      },
      quote: (item) => {
        setIsOpen(true);
        setQuotation(item);
      },
    });
    return () => onHandle(null);
  }, [onHandle, setStillOpen]);

  const onEditor = useCallback((handle: EditorHandle | null) => {
    editor.current = handle;
  }, []);

  // A quotation waits until the draft is there. An open editor takes it; for one that is still to come it stands in its text.
  useEffect(() => {
    if (quotation === null || !isBegun) return;
    // oxlint-disable-next-line react/set-state-in-effect -- once for each quotation
    setQuotation(null);
    if (editor.current) {
      editor.current.quote(quotation);
      return;
    }
    const html = `${body}${quoted(quotation)}`;
    setBody(html);
    setText((before) => ({ round: before.round + 1, html: `${html}<p></p>` }));
  }, [quotation, isBegun, body, setBody]);

  if (!isOpen) {
    return (
      <div className={classes.box}>
        <UnstyledButton className={classes.invitation} onClick={() => setIsOpen(true)}>
          <span className={classes.long}>{t('reply')}</span>
          <span className={classes.short}>{t('replyShort')}</span>
        </UnstyledButton>
        <ActionIcon variant="subtle" color="gray" size={36} onClick={() => setIsOpen(true)} aria-label={t('attach')}>
          <Icon name="paperclip" />
        </ActionIcon>
        <Button variant={isResolved ? 'default' : 'filled'} onClick={() => setIsOpen(true)}>
          {t('update')}
        </Button>
      </div>
    );
  }
  if (!isBegun) return <div className={classes.loading} aria-busy />;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape folds the box from any control in it
    <section className={classes.open} aria-label={t('update')} onKeyDown={foldOnEscape}>
      <div className={classes.fields} inert={phase === 'sending'}>
        {isResolved && (
          <div ref={question} className={classes.question}>
            <strong id="how-now">{t('howNow')}</strong>
            <SegmentedControl
              aria-labelledby="how-now"
              value={stillOpen ?? ''}
              onChange={(value) => setStillOpen(value as 'solved' | 'open')}
              data={[
                { value: 'solved', label: t('solved') },
                { value: 'open', label: t('notSolved') },
              ]}
            />
          </div>
        )}
        <LazyEditor key={text.round} initialHtml={text.html} onChange={setBody} storePicture={(file) => queue.picture(file)} onFiles={(files) => queue.add(files)} label={t('update')} placeholder={t('reply')} isInvalid={Boolean(missing)} minHeight={120} handle={onEditor} autoFocus />
        <FileSlots queue={queue} />
      </div>
      {missing && (
        <p role="alert" className={classes.missing}>
          {missing}
        </p>
      )}
      {problem && <ProblemMessage problem={problem} title={t('updateFailed')} takesFocus />}
      <div className={classes.foot}>
        <Button leftSection={<Icon name="send" size={16} />} loading={phase === 'sending'} onClick={() => void send()}>
          {t('update')}
        </Button>
        <Button variant="subtle" color="gray" onClick={() => void fold()}>
          {t('common:cancel')}
        </Button>
        <span role="status">{phase === 'waiting' && t('newRequest:afterUpload')}</span>
        <span className={classes.draft}>
          <DraftStatus keeper={keeper} status={status} onTheirs={begin} />
        </span>
      </div>
    </section>
  );

  function foldOnEscape(event: KeyboardEvent) {
    if (event.key === 'Escape' && !body && !slots.length) setIsOpen(false);
  }

  async function fold() {
    await keeper.flush();
    setText((before) => ({ round: before.round + 1, html: body })); // opened again it shows what was written
    setIsOpen(false);
  }

  function whatIsMissing(): string | null {
    if (isResolved && !newestStillOpen.current) return t('howNowMissing');
    return newestBody.current ? null : t('bodyMissing');
  }

  function isComplete(): boolean {
    const lacking = whatIsMissing();
    setMissing(lacking);
    if (lacking && isResolved && !newestStillOpen.current) question.current?.querySelector('input')?.focus();
    else if (lacking) editor.current?.focus();
    return !lacking;
  }

  async function send() {
    if (!isComplete() || isSending.current) return;
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
      const content = { body_html: newestBody.current, file_ids: queue.fileIds, still_open: newestStillOpen.current !== 'solved', draft_id: keeper.id };
      await addUpdate(ticket.number, content, keys.current.for(content));
      await requestChanged(queries, ticket.number);
      notifications.show({ message: t('updated') });
      onSent();
    } catch (error) {
      keeper.reopen();
      const met = asProblem(error);
      setProblem(met);
      if (met.status === 409) {
        await queries.invalidateQueries({ queryKey: ['kept-update', ticket.number] });
        void requestChanged(queries, ticket.number);
      }
    } finally {
      isSending.current = false;
      setPhase('writing');
    }
  }
}

function quoted(text: string): string {
  const quotation = document.createElement('blockquote');
  quotation.append(document.createElement('p'));
  quotation.firstElementChild?.append(text);
  return quotation.outerHTML;
}
