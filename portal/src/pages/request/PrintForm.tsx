import { useTranslation } from 'react-i18next';
import type { Entry, TicketPage } from '@/api/types';
import { RichText } from '@/components/RichText';
import { StatusGlyph, useStatusWord } from '@/components/StatusPill';
import { effortText, spanText } from '@/format/duration';
import { clockTime, dateText, printedMoment } from '@/format/moment';
import { sizeText } from '@/format/size';
import classes from './PrintForm.module.css';

interface Props {
  page: TicketPage;
  viewer: 'customer' | 'staff';
  printedAt: string;
}

/** The standard form on A4 (P8): on paper alone, black on white, without notes and without names of colleagues' files. */
export function PrintForm({ page, viewer, printedAt }: Props) {
  const { t } = useTranslation(['request', 'signIn', 'common']);
  const { ticket, people, durations } = page;
  const status = useStatusWord(ticket.status, viewer);
  const said = page.entries.filter((entry) => entry.kind !== 'system' && entry.kind !== 'internal_note');
  const resolution = said.findLast((entry) => entry.kind === 'resolution');
  const left: [string, string][] = [
    [t('company'), people[ticket.author_id]?.company_name ?? '–'],
    [t('author'), people[ticket.author_id]?.name ?? '–'],
    [t('created'), printedMoment(ticket.created_at)],
    [t('category'), ticket.category ?? '–'],
    [t('priority'), t(`common:priority.${ticket.priority}`)],
  ];
  const right: [string, string][] = [
    [t('consultant'), (ticket.assignee_id && people[ticket.assignee_id]?.name) || t('common:unassigned')],
    [t('effort'), effortText(durations.effort_seconds)],
    [t('firstResponse'), durations.first_response_seconds === null ? '–' : spanText(durations.first_response_seconds)],
    [t('elapsed'), spanText(durations.elapsed_seconds)],
    [t('waitingCustomer'), spanText(durations.waiting_seconds)],
  ];
  return (
    <div className={classes.form} aria-hidden>
      <header className={classes.head}>
        <div>
          <strong>{t('paper.title', { number: ticket.number })}</strong>
          <span>{t('signIn:title')}</span>
        </div>
        <div className={classes.state}>
          <strong>
            <StatusGlyph status={ticket.status} /> {status}
          </strong>
          <span>{t('paper.at', { moment: printedMoment(printedAt) })}</span>
        </div>
      </header>
      <p className={classes.subject}>{ticket.subject}</p>
      <div className={classes.facts}>
        {[left, right].map((column, index) => (
          <dl key={index === 0 ? 'left' : 'right'}>
            {column.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        ))}
      </div>
      {resolution && (
        <section>
          <h2>{t('paper.resolution')}</h2>
          <div className={classes.boxed}>
            <Said entry={resolution} page={page} />
          </div>
        </section>
      )}
      <section>
        <h2>{t('paper.entries')}</h2>
        {said
          .filter((entry) => entry !== resolution)
          .map((entry) => (
            <Said key={entry.id} entry={entry} page={page} />
          ))}
      </section>
      {page.work.length > 0 && <WorkTable page={page} />}
      <footer className={classes.signatures}>
        <span>{t('paper.signCustomer')}</span>
        <span>{t('paper.signConsultant')}</span>
      </footer>
    </div>
  );
}

function Said({ entry, page }: { entry: Entry; page: TicketPage }) {
  const { t } = useTranslation(['request', 'files']);
  const name = entry.author_id ? page.people[entry.author_id]?.name : '';
  const done = entry.info_items.filter((item) => item.state !== 'open').length;
  return (
    <article className={classes.said}>
      <div className={classes.saidHead}>
        <span>
          <strong>{name}</strong> · {t(`kind.${entry.kind as 'update'}`)}
        </span>
        <span>{printedMoment(entry.created_at)}</span>
      </div>
      <RichText html={entry.body_html} />
      {entry.info_items.length > 0 && <p>{t('received', { count: done, total: entry.info_items.length })}</p>}
      {entry.file_ids.map((id) => {
        const file = page.files[id];
        if (!file) return null;
        const owner = page.people[file.owner_id]?.name;
        const words = file.is_readable && file.name ? file.name : owner ? t('files:maskedBy', { name: owner }) : t('files:masked');
        return (
          <p key={id}>
            {words} ({sizeText(file.size)})
          </p>
        );
      })}
    </article>
  );
}

function WorkTable({ page }: { page: TicketPage }) {
  const { t } = useTranslation('request');
  return (
    <section>
      <h2>{t('paper.work')}</h2>
      <table className={classes.work}>
        <thead>
          <tr>
            <th>{t('consultant')}</th>
            <th>{t('paper.date')}</th>
            <th>{t('paper.interval')}</th>
            <th>{t('paper.activity')}</th>
            <th>{t('paper.duration')}</th>
          </tr>
        </thead>
        <tbody>
          {page.work.map((work) => (
            <tr key={work.id}>
              <td>{page.people[work.consultant_id]?.name}</td>
              <td>{dateText(work.started_at)}</td>
              <td>
                {clockTime(work.started_at)}–{clockTime(work.ended_at)}
              </td>
              <td>{work.activity}</td>
              <td>{effortText(work.seconds)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
