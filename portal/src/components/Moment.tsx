import { dateText, entryMoment, exactMoment, tableMoment } from '@/format/moment';
import classes from './Moment.module.css';

const WORDS = { table: tableMoment, entry: entryMoment, date: dateText };

/** A moment in words; the exact one, with its time zone, in the title and for machines. */
export function Moment({ at, as = 'table' }: { at: string; as?: keyof typeof WORDS }) {
  return (
    <time className={classes.moment} dateTime={at} title={exactMoment(at)}>
      {WORDS[as](at)}
    </time>
  );
}
