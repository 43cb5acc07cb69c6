import { dateText, entryMoment, exactMoment, tableMoment } from '@/format/moment';

const WORDS = { table: tableMoment, entry: entryMoment, date: dateText };

/** A moment in words; the exact one, with its time zone, in the title and for machines. */
export function Moment({ at, as = 'table' }: { at: string; as?: keyof typeof WORDS }) {
  return (
    <time dateTime={at} title={exactMoment(at)}>
      {WORDS[as](at)}
    </time>
  );
}
