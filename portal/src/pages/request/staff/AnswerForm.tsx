import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addAnswer, addNote } from '@/api/answers';
import { requestChanged } from '@/api/requests';
import type { TicketPage } from '@/api/types';
import { DraftStatus } from '@/components/draft/DraftStatus';
import { LazyEditor } from '@/components/editor/LazyEditor';
import { FileSlots } from '@/components/files/FileSlots';
import { Icon } from '@/components/icons';
import { ProblemMessage } from '@/components/ProblemMessage';
import classes from './Composer.module.css';
import { InfoItemsField } from './InfoItemsField';
import type { ComposerKind } from './kinds';
import { useWriting } from './useWriting';

interface Props {
  page: TicketPage;
  kind: ComposerKind;
  /** Whether something is asked first (a running timer, no work logged): it then goes on by calling `go`. */
  asksFirst?: (go: () => void) => boolean;
  /** Whether something is written here; also told of a draft. Given the same function always. */
  onWritten: (isWritten: boolean) => void;
  /** It was sent: the form begins anew. */
  onSent: () => void;
}

/** One tab of the composer. Its text is its own: nothing travels to another tab, and Ctrl+Enter sends this one alone. */
export function AnswerForm({ page, kind, asksFirst, onWritten, onSent }: Props) {
  const { t } = useTranslation(['staff', 'newRequest']);
  const queries = useQueryClient();
  const writing = useWriting(kind, page.ticket.number);
  const [missing, setMissing] = useState<string | null>(null);
  const [hasFiles, setHasFiles] = useState(false);
  const form = useRef<HTMLElement>(null);
  const { keeper, status, queue, phase, text, problem } = writing;
  const isNote = kind === 'note';
  const { isBegun, isWritten } = writing;
  useEffect(() => {
    if (isBegun) onWritten(isWritten);
  }, [isBegun, isWritten, onWritten]);
  if (!isBegun) return <div className={classes.loading} aria-busy />;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Ctrl+Enter sends from any control in it
    <section ref={form} className={classes.form} aria-label={t(`kind.${kind}`)} onKeyDownCapture={sendByKeys}>
      <Banner page={page} isNote={isNote} />
      <div className={classes.fields} inert={phase === 'sending'}>
        <LazyEditor key={text.round} initialHtml={text.html} onChange={writing.setBody} storePicture={(file) => queue.picture(file)} onFiles={addFiles} label={t(`kind.${kind}`)} placeholder={t(`placeholder.${kind}`)} isInvalid={Boolean(missing)} minHeight={120} />
        {kind === 'info_request' && <InfoItemsField items={writing.items} onChange={writing.setItems} />}
        {(hasFiles || writing.slots.length > 0) && <FileSlots queue={queue} />}
        {missing && (
          <p role="alert" className={classes.missing}>
            {missing}
          </p>
        )}
        {problem && <ProblemMessage problem={problem} title={t(`failed.${isNote ? 'note' : 'answer'}`)} takesFocus />}
      </div>
      <div className={classes.foot}>
        <Button color={isNote ? 'plum' : undefined} leftSection={<Icon name={isNote ? 'lock' : 'send'} size={16} />} loading={phase === 'sending'} onClick={() => attempt()}>
          {t(`send.${kind}`)}
        </Button>
        {!hasFiles && writing.slots.length === 0 && (
          <Button variant="subtle" color="gray" leftSection={<Icon name="paperclip" size={16} />} onClick={() => setHasFiles(true)}>
            {t('files')}
          </Button>
        )}
        <span role="status">{phase === 'waiting' && t('newRequest:afterUpload')}</span>
        <span className={classes.draft}>
          <DraftStatus keeper={keeper} status={status} onTheirs={writing.begin} />
        </span>
      </div>
    </section>
  );

  function addFiles(files: File[]) {
    setHasFiles(true);
    queue.add(files);
  }

  /** Before the editor sees the key: there Ctrl+Enter would break the line. */
  function sendByKeys(event: KeyboardEvent) {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    attempt();
  }

  function whatIsMissing(body: string, items: string[]): string | null {
    if (!body) return t(`missing.${kind}`);
    return kind === 'info_request' && !items.length ? t('missing.items') : null;
  }

  function isComplete(body: string, items: string[]): boolean {
    const lacking = whatIsMissing(body, items);
    setMissing(lacking);
    if (lacking) form.current?.querySelector<HTMLElement>(body ? 'fieldset input' : '[contenteditable="true"]')?.focus();
    return !lacking;
  }

  function attempt() {
    if (!isComplete(writing.body, writing.wanted) || phase !== 'writing') return;
    if (!asksFirst?.(() => void send())) void send();
  }

  async function send() {
    const { number } = page.ticket;
    const isSent = await writing.send(
      (said, items, key) => (kind === 'note' ? addNote(number, said, key) : addAnswer(number, kind, said, kind === 'info_request' ? items : [], key)),
      isComplete,
    );
    await requestChanged(queries, number);
    if (!isSent) return;
    notifications.show({ message: t(`sent.${kind}`) });
    onSent();
  }
}

/** To whom it goes: the customer by name, or nobody outside of the team. */
function Banner({ page, isNote }: { page: TicketPage; isNote: boolean }) {
  const { t } = useTranslation('staff');
  const author = page.people[page.ticket.author_id];
  if (isNote) {
    return (
      <p className={classes.noteBanner}>
        <Icon name="eye-off" size={16} /> {t('noteBanner')}
      </p>
    );
  }
  return (
    <p className={classes.banner}>
      <Icon name="send" size={16} />
      <span>
        {t('goesTo')} <strong>{author?.name ?? '…'}</strong> {author?.company_name && <>{t('andColleagues')} <strong>{author.company_name}</strong></>}
      </span>
    </p>
  );
}
